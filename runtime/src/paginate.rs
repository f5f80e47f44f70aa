//! Paginators: an operation called again and again with the token of the page before, as a `Stream`.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::Handle;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::service_error::Failure;
use crate::time::BoxFuture;
use crate::value::{Structure, View, assign, find, member_mut_by_name};

/// What the model says of an operation's paging (`@paginated`), as generated crates hold it.
#[derive(Debug)]
pub struct Paginator {
    /// The input's member that takes the token.
    pub input_token: &'static str,
    /// The path to the token in the output.
    pub output_token: &'static [&'static str],
}

/// The pages of an operation, one call each, as a [`Stream`]. It ends after the last page and after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<I, O, E> {
    handle: Handle,
    operation: &'static Operation,
    paginator: &'static Paginator,
    next: Next<I, O, E>,
}

/// What a paginator does next.
enum Next<I, O, E> {
    Call(I),
    Wait(BoxFuture<'static, (I, Result<O, E>)>),
    Fail(Error),
    End,
}

impl<I, O, E> Pages<I, O, E>
where
    I: Structure + Unpin + 'static,
    O: Structure + 'static,
    E: From<Failure> + Send + 'static,
{
    /// The pages from the token that the input holds on, or from the first.
    pub fn new(handle: Handle, operation: &'static Operation, paginator: &'static Paginator, input: I) -> Self {
        Self { handle, operation, paginator, next: Next::Call(input) }
    }

    /// The items of all pages.
    pub fn items<T>(self, take: fn(O) -> Vec<T>) -> Items<T, I, O, E> {
        Items { pages: self, take, items: Vec::new().into_iter() }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<O, E>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn call(&self, input: I) -> BoxFuture<'static, (I, Result<O, E>)> {
        let (handle, operation) = (self.handle.clone(), self.operation);
        Box::pin(async move {
            let mut input = input;
            let mut output = O::zero();
            let result = handle.call(operation, &mut input, &mut output).await;
            (input, result.map(|()| output).map_err(E::from))
        })
    }

    fn arrive(&mut self, mut input: I, result: Result<O, E>) -> Result<O, E> {
        let output = result?;
        // The page is there, whatever is wrong with the way to the next one.
        self.next = match advance(self.operation, self.paginator, &mut input, &output) {
            Ok(true) => Next::Call(input),
            Ok(false) => Next::End,
            Err(error) => Next::Fail(error),
        };
        Ok(output)
    }
}

/// Moves the token from the output to the input. Tells whether there is another page.
fn advance(
    operation: &Operation,
    paginator: &Paginator,
    input: &mut dyn Structure,
    output: &dyn Structure,
) -> Result<bool, Error> {
    let token = find(output.view(), paginator.output_token);
    let ends = match token {
        View::Absent => true,
        View::String(token) => token.is_empty(),
        View::List(token) => token.is_empty(),
        View::Map(token) => token.is_empty(),
        _ => false,
    };
    if ends {
        return Ok(false);
    }
    let problem = |message: String| Err(Error::new(ErrorKind::Pagination, message).with_operation(operation.name, 1));
    let Some(place) = member_mut_by_name(input, paginator.input_token) else {
        return problem(format!("the input has no member {} for the token", paginator.input_token));
    };
    if same(place.view(), token) {
        return problem(
            "the service answered with the token that it was asked with; paging would never end".to_owned(),
        );
    }
    match assign(place, token) {
        true => Ok(true),
        false => problem(format!("the token of the page does not fit into {}", paginator.input_token)),
    }
}

/// Whether two values are the same on the wire.
fn same(one: View<'_>, other: View<'_>) -> bool {
    match (one, other) {
        (View::String(one), View::String(other)) => one == other,
        (View::Integer(one), View::Integer(other)) => one == other,
        (View::Blob(one), View::Blob(other)) => one == other,
        (View::List(one), View::List(other)) => {
            one.len() == other.len()
                && (0..one.len()).all(|index| match (one.get(index), other.get(index)) {
                    (Some(one), Some(other)) => same(one.view(), other.view()),
                    _ => false,
                })
        }
        (View::Map(one), View::Map(other)) => {
            one.len() == other.len()
                && one
                    .entries()
                    .zip(other.entries())
                    .all(|((one_key, one), (other_key, other))| one_key == other_key && same(one.view(), other.view()))
        }
        (View::Union(one), View::Union(other)) => match (one.current(), other.current()) {
            (Some((one_index, one)), Some((other_index, other))) => {
                one_index == other_index && same(one.view(), other.view())
            }
            _ => false,
        },
        (View::Structure(one), View::Structure(other)) => {
            let members = one.shape().members.len();
            (0..members).all(|index| match (one.member(index), other.member(index)) {
                (Some(one), Some(other)) => same(one.view(), other.view()),
                _ => false,
            })
        }
        (View::Absent, View::Absent) => true,
        (View::Boolean(one), View::Boolean(other)) => one == other,
        _ => false,
    }
}

impl<I, O, E> Stream for Pages<I, O, E>
where
    I: Structure + Unpin + 'static,
    O: Structure + 'static,
    E: From<Failure> + Send + 'static,
{
    type Item = Result<O, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.next = match std::mem::replace(&mut self.next, Next::End) {
            Next::Call(input) => Next::Wait(self.call(input)),
            Next::Fail(error) => return Poll::Ready(Some(Err(Failure::Call(error).into()))),
            next => next,
        };
        let Next::Wait(call) = &mut self.next else { return Poll::Ready(None) };
        let (input, result) = ready!(call.as_mut().poll(context));
        self.next = Next::End;
        Poll::Ready(Some(self.arrive(input, result)))
    }
}

/// The items of all pages of an operation, as a [`Stream`]. It ends after the last item and after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T, I, O, E> {
    pages: Pages<I, O, E>,
    take: fn(O) -> Vec<T>,
    items: std::vec::IntoIter<T>,
}

impl<T, I, O, E> Items<T, I, O, E>
where
    T: Unpin,
    I: Structure + Unpin + 'static,
    O: Structure + 'static,
    E: From<Failure> + Send + 'static,
{
    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, E>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, I, O, E> Stream for Items<T, I, O, E>
where
    T: Unpin,
    I: Structure + Unpin + 'static,
    O: Structure + 'static,
    E: From<Failure> + Send + 'static,
{
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = (self.take)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<I, O, E> std::fmt::Debug for Pages<I, O, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl<T, I, O, E> std::fmt::Debug for Items<T, I, O, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("operation", &self.pages.operation.name).finish_non_exhaustive()
    }
}
