//! Pages and their tokens. A token tells when it was issued and after which item to go on, and carries a keyed hash
//! over both and over what was listed; so it can be neither made up nor used for another listing. Going on after an
//! item, not at an index, neither repeats nor skips anything when items come and go between two pages.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Cuts listings into pages.
pub(crate) struct Pager {
    key: [u8; 32],
    page_size: usize,
    lifetime_millis: u64,
}

/// What a request says about the page it wants.
pub(crate) struct Wanted<'a> {
    /// What is listed: the operation and whatever narrows it down.
    pub scope: &'a str,
    /// `MaxResults`.
    pub max_results: Option<i64>,
    /// `NextToken`.
    pub token: Option<&'a str>,
    /// The time of the request.
    pub now_millis: u64,
}

/// Some items, and the token for those that follow.
pub(crate) struct Page<T> {
    pub items: Vec<T>,
    pub next_token: Option<String>,
}

/// Why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadToken(pub &'static str);

impl Pager {
    /// A pager with its own key.
    pub fn new(key: [u8; 32], page_size: usize, lifetime_millis: u64) -> Pager {
        Pager { key, page_size: page_size.max(1), lifetime_millis }
    }

    /// Picks the wanted page out of items in order of rising rank.
    pub fn page<T>(&self, wanted: &Wanted<'_>, items: impl IntoIterator<Item = (u64, T)>) -> Result<Page<T>, BadToken> {
        let after = wanted.token.map(|token| self.open(token, wanted)).transpose()?;
        let size = match wanted.max_results {
            Some(max) => usize::try_from(max).unwrap_or(1).max(1),
            None => self.page_size,
        };
        let mut rest = items.into_iter().filter(|(rank, _)| after.is_none_or(|after| *rank > after)).peekable();
        let (mut page, mut last) = (Vec::new(), 0);
        while page.len() < size {
            let Some((rank, item)) = rest.next() else { break };
            page.push(item);
            last = rank;
        }
        let next_token = rest.peek().is_some().then(|| self.issue(wanted, last));
        Ok(Page { items: page, next_token })
    }

    fn issue(&self, wanted: &Wanted<'_>, after: u64) -> String {
        let mut token = Vec::with_capacity(48);
        token.extend_from_slice(&wanted.now_millis.to_be_bytes());
        token.extend_from_slice(&after.to_be_bytes());
        if let Some(mac) = self.mac(&token, wanted.scope) {
            token.extend_from_slice(&mac.finalize().into_bytes());
        }
        hex::encode(token)
    }

    fn open(&self, token: &str, wanted: &Wanted<'_>) -> Result<u64, BadToken> {
        let malformed = BadToken("The token is malformed.");
        let bytes = hex::decode(token).map_err(|_| malformed)?;
        let (content, tag) = bytes.split_at_checked(16).ok_or(malformed)?;
        let mac = self.mac(content, wanted.scope).ok_or(malformed)?;
        mac.verify_slice(tag).map_err(|_| BadToken("The token was not returned by this listing."))?;
        let (issued, after) = content.split_at_checked(8).ok_or(malformed)?;
        let number = |bytes: &[u8]| bytes.try_into().map(u64::from_be_bytes).map_err(|_| malformed);
        if wanted.now_millis.saturating_sub(number(issued)?) > self.lifetime_millis {
            return Err(BadToken("The token has expired."));
        }
        number(after)
    }

    /// `None` never happens: HMAC takes keys of any length.
    fn mac(&self, content: &[u8], scope: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(content);
        mac.update(scope.as_bytes());
        Some(mac)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{BadToken, Page, Pager, Wanted};

    fn page(pager: &Pager, token: Option<&str>, max_results: Option<i64>, items: &[u64]) -> Page<u64> {
        let wanted = Wanted { scope: "list", max_results, token, now_millis: 1_000 };
        pager.page(&wanted, items.iter().map(|item| (*item, *item))).unwrap()
    }

    fn refused(pager: &Pager, token: &str, scope: &str, now_millis: u64) -> Option<BadToken> {
        let wanted = Wanted { scope, max_results: None, token: Some(token), now_millis };
        pager.page(&wanted, [(1, ())]).err()
    }

    #[test]
    fn pages_follow_each_other() {
        let pager = Pager::new([7; 32], 3, 60_000);
        let items = [1, 2, 3, 4, 5];
        let first = page(&pager, None, None, &items);
        assert_eq!(first.items, [1, 2, 3]);
        let token = first.next_token.unwrap();
        // Item 3 has gone and others have come: the next page still begins behind 3.
        let second = page(&pager, Some(&token), Some(2), &[0, 1, 2, 4, 5, 6]);
        assert_eq!(second.items, [4, 5]);
        let third = page(&pager, second.next_token.as_deref(), None, &[6]);
        assert_eq!((third.items.as_slice(), third.next_token), (&[6][..], None));
        assert!(page(&pager, None, Some(5), &items).next_token.is_none());
        assert!(page(&pager, None, None, &[]).items.is_empty());
    }

    #[test]
    fn tokens_that_were_not_issued_here_are_refused() {
        let pager = Pager::new([7; 32], 1, 60_000);
        let token = page(&pager, None, None, &[1, 2]).next_token.unwrap();
        assert_eq!(refused(&pager, &token, "list", 61_000), None);
        assert_eq!(refused(&pager, &token, "list", 61_001), Some(BadToken("The token has expired.")));
        assert!(refused(&pager, &token, "another list", 1_000).is_some());
        assert!(refused(&Pager::new([8; 32], 1, 60_000), &token, "list", 1_000).is_some());
        for position in 0..token.len() {
            let mut tampered = token.clone();
            let other = if &token[position..=position] == "0" { "1" } else { "0" };
            tampered.replace_range(position..=position, other);
            assert!(refused(&pager, &tampered, "list", 1_000).is_some(), "{position}");
        }
        for malformed in ["", "zz", "00", "日本語", &token[..62]] {
            assert!(refused(&pager, malformed, "list", 1_000).is_some(), "{malformed}");
        }
    }
}
