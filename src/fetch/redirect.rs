//! Where does a redirect lead? A reference resolved against the address that gave it (RFC 3986, section 5).

/// The address that `next` means at `base`, an absolute http(s) address.
pub(super) fn join(base: &str, next: &str) -> String {
    let next = next.trim();
    let base = base.split('#').next().unwrap_or_default();
    let (scheme, rest) = base.split_once("://").unwrap_or(("http", base));
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let has_scheme = next.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    if has_scheme {
        return next.to_owned();
    }
    if let Some(rest) = next.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let site = format!("{scheme}://{authority}");
    let path = rest[authority.len()..].split('?').next().unwrap_or_default();
    if next.starts_with('/') {
        return format!("{site}{}", without_dots(next));
    }
    if next.is_empty() || next.starts_with('#') {
        return base.to_owned();
    }
    if next.starts_with('?') {
        return format!("{site}{}{next}", if path.is_empty() { "/" } else { path });
    }
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    format!("{site}{}", without_dots(&format!("{directory}/{next}")))
}

/// The path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            "." if last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if last {
                    kept.push("");
                }
            }
            part => kept.push(part),
        }
    }
    let path = format!("/{}", kept.join("/"));
    query.map_or(path.clone(), |query| format!("{path}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references() {
        let base = "https://example.org/a/b?c=d#e";
        for (next, joined) in [
            ("https://other.example/x", "https://other.example/x"),
            ("file:///etc/passwd", "file:///etc/passwd"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("/x?y", "https://example.org/x?y"),
            ("x", "https://example.org/a/x"),
            ("../x", "https://example.org/x"),
            ("../../../x/./y/", "https://example.org/x/y/"),
            ("?z", "https://example.org/a/b?z"),
            ("", "https://example.org/a/b?c=d"),
        ] {
            assert_eq!(join(base, next), joined, "{next}");
        }
        assert_eq!(join("http://example.org", "x"), "http://example.org/x");
    }
}
