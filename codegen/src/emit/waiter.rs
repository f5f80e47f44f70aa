//! Waiters: a method of the operation's builder, and the static table that the runtime waits by.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::documentation::{deprecated, outer, wrapped};
use super::source::{TYPES, tokens};
use crate::jmespath::emit_expression;
use crate::model::{Comparator, WaiterState};
use crate::plan::{Acceptor, Matcher, Operation, PathMatcher, Waiter};

/// The method that calls the operation until the waiter's state is reached.
pub(super) fn emit_method(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let about = match waiter.documentation.as_str() {
        "" => format!("Calls the operation until `{}` is reached.", waiter.name),
        text => text.to_owned(),
    };
    let result = match waiter.may_end_without_output {
        true => "It gives the last call's output, or `None` where the wanted state showed itself as an error.",
        false => "It gives the last call's output.",
    };
    let (shortest, longest) = (waiter.min_delay, waiter.max_delay);
    let pauses = wrapped(&format!(
        "It pauses {shortest} to {longest} seconds between two calls, for `max_wait` at most. {result}"
    ));
    let errors =
        wrapped("When the state can no longer be reached, when `max_wait` passes, and as [`send`](Self::send).");
    let documentation = outer(&format!("{about}\n\n{pauses}\n\n# Errors\n\n{errors}"));
    let warning = deprecated(waiter.deprecated.as_ref());
    let (method, output) = (tokens(&waiter.method), tokens(operation.output.behind(TYPES)));
    let (table, waiter_table) = (tokens(&operation.table), tokens(&waiter.table));
    let (result_type, result) = match waiter.may_end_without_output {
        true => (quote!(Option<#output>), quote!(Ok(has_output.then_some(output)))),
        false => (quote!(#output), quote!(Ok(output))),
    };
    let binding = if waiter.may_end_without_output { quote!(let has_output =) } else { TokenStream::new() };
    quote! {
        #documentation
        #warning
        pub async fn #method(
            mut self,
            max_wait: std::time::Duration,
        ) -> Result<#result_type, crate::Error> {
            let mut output = #output::default();
            #binding self.handle.wait(&#table, &#waiter_table, &mut self.input, &mut output, max_wait).await?;
            #result
        }
    }
}

/// The static of a waiter.
pub(super) fn emit_table(waiter: &Waiter) -> TokenStream {
    let (table, name) = (tokens(&waiter.table), &waiter.name);
    let (shortest, longest) = (Literal::u64_unsuffixed(waiter.min_delay), Literal::u64_unsuffixed(waiter.max_delay));
    let acceptors = waiter.acceptors.iter().map(emit_acceptor);
    quote! {
        static #table: tinsmith::wait::Waiter = tinsmith::wait::Waiter {
            name: #name,
            min_delay: #shortest,
            max_delay: #longest,
            acceptors: &[#(#acceptors),*],
        };
    }
}

fn emit_acceptor(acceptor: &Acceptor) -> TokenStream {
    let state = match acceptor.state {
        WaiterState::Success => quote!(Success),
        WaiterState::Failure => quote!(Failure),
        WaiterState::Retry => quote!(Retry),
    };
    let matcher = match &acceptor.matcher {
        Matcher::Success(wanted) => quote!(Success(#wanted)),
        Matcher::ErrorType(code) => quote!(ErrorType(#code)),
        Matcher::Output(matcher) => emit_path_matcher(&quote!(Output), matcher),
        Matcher::InputOutput(matcher) => emit_path_matcher(&quote!(InputOutput), matcher),
    };
    quote! {
        tinsmith::wait::Acceptor {
            state: tinsmith::wait::State::#state,
            matcher: tinsmith::wait::Matcher::#matcher,
        }
    }
}

fn emit_path_matcher(kind: &TokenStream, matcher: &PathMatcher) -> TokenStream {
    let (path, expected) = (emit_expression(&matcher.path), &matcher.expected);
    let comparator = match matcher.comparator {
        Comparator::StringEquals => quote!(StringEquals),
        Comparator::BooleanEquals => quote!(BooleanEquals),
        Comparator::AllStringEquals => quote!(AllStringEquals),
        Comparator::AnyStringEquals => quote!(AnyStringEquals),
    };
    quote! {
        #kind {
            path: #path,
            comparator: tinsmith::wait::Comparator::#comparator,
            expected: #expected,
        }
    }
}
