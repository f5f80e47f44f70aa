//! What text becomes that was written to break out of its place.

use super::{markdown, summary};

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        assert_eq!(markdown(input), *expected, "for {input:?}");
    }
}

#[test]
fn markup_in_text_is_escaped() {
    check(&[
        ("<p>[foo] [`Vec`] [a](b) ![i](j)</p>", "\\[foo\\] \\[`Vec`\\] \\[a\\](b) !\\[i\\](j)"),
        ("<p>&lt;T&gt; &amp;lt; &amp;#42; & a&b</p>", "\\<T> \\&lt; \\&#42; & a\\&b"),
        ("<p>**a** __b__ _c_ d_e ~~f~~</p>", "\\*\\*a\\*\\* \\_\\_b\\_\\_ \\_c\\_ d_e \\~\\~f\\~\\~"),
        ("<p>one ` tick</p>", "one \\` tick"),
        ("<p># a</p><p>> b</p><p>- c</p><p>1. d</p>", "\\# a\n\n\\> b\n\n\\- c\n\n1\\. d"),
        ("<p>[^1]: note [ ] [x]</p>", "\\[^1\\]: note \\[ \\] \\[x\\]"),
        ("<p>run --force -- now</p>", "run \\--force -- now"),
        ("<ul><li>- a</li><li>[ ] b</li></ul>", "- \\- a\n- \\[ \\] b"),
        ("<p>a<br>---<br>===</p>", "a\\\n\\---\\\n\\==="),
        ("<p>```rust<br>fn main(){}<br>```</p>", "\\`\\`\\`rust\\\nfn main(){}\\\n\\`\\`\\`"),
        ("<p>http<i>:</i>//a.com</p>", "http\\:\\/\\/a.com"),
    ]);
}

#[test]
fn code_cannot_end_early() {
    check(&[
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<p><code>`</code></p>", "`` ` ``"),
        ("<p><code>``` a</code></p>", "```` ``` a ````"),
        ("<p><code>a</code>`<code>b</code></p>", "`a`\\``b`"),
        ("<pre>~~~\n`````\n</pre>", "``````text\n~~~\n`````\n``````"),
        ("<pre>fn main() { panic!() }</pre>", "```text\nfn main() { panic!() }\n```"),
        ("<p>text</p>\n\n        fn main() {}\n", "text\n\nfn main() {}"),
    ]);
}

#[test]
fn links_lead_somewhere_or_are_text() {
    for href in [
        "",
        "#anchor",
        "AWSLink",
        "url-here",
        "guide.html",
        "/streams/x",
        "//a.com",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc",
        "https:a.com",
        "https://",
        "https:///x",
        "https://localhost",
        "https://user@a.com",
        "https://a..com",
        "https://a.com:port",
        "https://-a.com",
        "https://a_b.com",
        "mailto:",
        "mailto://a.com",
        "mailto:a b@c.com",
        "https://a.com/<b>",
        "vbscript:x",
        "https://a.com\u{202e}",
    ] {
        assert_eq!(markdown(&format!("<p><a href='{href}'>x</a></p>")), "x", "for {href:?}");
    }
    check(&[
        ("<p><a href='https://a.com/)[y](z'>x</a></p>", "[x](https://a.com/%29%5By%5D%28z)"),
        ("<p><a href='https://a.com/ \\ `|'>x</a></p>", "[x](https://a.com/%20%5C%20%60%7C)"),
        ("<p><a href='https://a.com/&amp;copy;é'>x</a></p>", "[x](https://a.com/&copy%3B%C3%A9)"),
        ("<p><a href='HTTPS://a.com'>](b)</a></p>", "[\\](b)](https://a.com)"),
        ("<p>https://a.com/)[x](y</p>", "`https://a.com/)[x](y`"),
    ]);
}

#[test]
fn nothing_unseen_gets_through() {
    check(&[
        ("<p>a\u{202e}b&#x202E;c\u{2066}d\u{200b}\u{feff}</p>", "abcd"),
        ("<p>a\rb\r\nc&#13;d</p>", "a b c d"),
        ("<p>a\0b&#0;c\u{8}d&#27;e\u{85}f\u{2028}g\u{a0}h\u{c}i</p>", "ab\u{fffd}cde f g h i"),
        ("<pre>a\tb\r\nc\u{202e}</pre>", "```text\na    b\nc\n```"),
        ("<p><code>a\u{2069}&#10;&#10;b</code></p>", "`a b`"),
        ("<p>*/ /// //! \"# </p>", "\\*/ /// //! \"#"),
    ]);
}

#[test]
fn scripts_and_comments_are_dropped() {
    check(&[
        ("<p>a<script>if (a<b) alert('<p>')</script>b</p>", "ab"),
        ("<style>p { }</style>a<!-- b <p> -->c<!DOCTYPE html>", "ac"),
        ("<p>the <script> tag</p>", "the \\<script> tag"),
        ("<p><img src=x onerror=alert(1) alt='[a]'><svg onload=x></p>", "\\[a\\]\\<svg onload=x>"),
        ("<p onclick='x'>a</p onclick>", "a"),
    ]);
}

#[test]
fn broken_markup_is_borne() {
    check(&[
        ("</p></ul></li></note></code></td>a", "a"),
        ("<note><ul><li>a</note>b", "> **Note:**\n>\n> - a\n\nb"),
        ("<ul><li>a<ul><li>b<p>c", "- a\n  - b\n\n    c"),
        ("<p>a <a href='https://a.com'>b</p><p>c", "a [b](https://a.com)\n\nc"),
        ("<p>a <code>b<p>c", "a `b`\n\nc"),
        ("<p>a <b", "a \\<b"),
        ("<p>a &unknown; &amp &#xFFFFFFFF;", "a \\&unknown; & \u{fffd}"),
    ]);
}

#[test]
fn depth_and_size_are_bounded() {
    for piece in [
        "<ul><li>x",
        "<note>",
        "<note>x",
        "<div>",
        "<b>x",
        "<table><tr><td>x",
        "<dl><dt>x<dd>y",
        "<blockquote>",
        "<a href='https://a.com'>x",
        "<pre>",
        "<script>",
        "<!--",
        "[",
        "[a](",
        "`",
        "` `` ",
        "*a ",
        "**a* ",
        "_a",
        "\\",
        "--",
        "https://",
        "://",
        "<",
        "&",
        "> a\n\n",
        "- a\n",
        "</ul></note></table>",
    ] {
        for start in ["", "<p>"] {
            let input = format!("{start}{}", piece.repeat(4_000));
            let output = markdown(&input);
            assert!(output.len() <= input.len() * 20 + 100, "{} bytes for {piece:?}", output.len());
            assert!(!summary(&input).contains('\n'), "for {piece:?}");
        }
    }
    let deep = markdown(&format!("{}x{}", "<ul><li>".repeat(100_000), "</li></ul>".repeat(100_000)));
    assert_eq!(deep, "- - - - - - x");
}
