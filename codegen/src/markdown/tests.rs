//! What each construct becomes.

use super::{markdown, summary};

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        assert_eq!(markdown(input), *expected, "for {input:?}");
    }
}

#[test]
fn paragraphs() {
    check(&[
        ("", ""),
        ("<p></p> <p> \n </p>", ""),
        ("<p>One\n      two.</p>\n   <p>Three.</p>", "One two.\n\nThree."),
        ("Before<p>one<p>two</p>after", "Before\n\none\n\ntwo\n\nafter"),
        ("<p>One<br>two</p>", "One\\\ntwo"),
        ("<p>One<br/><br/>two<br></p>", "One\n\ntwo"),
        ("<fullname>Service</fullname><p>Text.</p>", "**Service**\n\nText."),
        ("<h3>A <code>head</code></h3>Text.", "**A `head`**\n\nText."),
        ("<p>one</p><hr><p>two</p>", "one\n\ntwo"),
        ("<p>A link</p>\n<p>.</p>", "A link\n\n."),
        ("<p>ends <b>here</b> .</p>", "ends **here**."),
    ]);
}

#[test]
fn inline_styles() {
    check(&[
        ("<p>A <b>bold</b>, <i>slanted</i> <code>word</code>.</p>", "A **bold**, *slanted* `word`."),
        ("<p>A<b> bold </b>word</p>", "A **bold** word"),
        ("<p><b>bold <code>code</code> bold</b></p>", "**bold `code` bold**"),
        ("<p><i><b>both</b></i></p>", "**both**"),
        ("<p>un<i>frigging</i>believable</p>", "un*frigging*believable"),
        ("<p>a<b>\"b\"</b>c</p>", "a\"b\"c"),
        ("<p><i>a</i><b>b</b></p>", "*a*b"),
        ("<p><code>a</code><code>b</code></p>", "`ab`"),
        ("<p><code>\"a\": \"<i>b</i>\"</code></p>", "`\"a\": \"b\"`"),
        ("<p><code>a\n   b</code></p>", "`a b`"),
        ("<p><b>never closed</p><p>next</p>", "**never closed**\n\nnext"),
        ("<p>is <code> </code>empty</p>", "is empty"),
        ("<p><u>Examples</u></p>", "Examples"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
    ]);
}

#[test]
fn links() {
    check(&[
        ("<p><a href=\"https://a.com/b_c\">the <b>docs</b></a></p>", "[the **docs**](https://a.com/b_c)"),
        ("<p><a href=\" https://a.com\">x</a></p>", "[x](https://a.com)"),
        ("<p><a href=\"https://a.com\">https://a.com</a></p>", "<https://a.com>"),
        ("<p><a href=\"mailto:a@b.co\">mail</a></p>", "[mail](mailto:a@b.co)"),
        ("<p><a>GetThing</a> and <a href=\"AWSLink\">x</a></p>", "GetThing and x"),
        ("<p>See https://a.com/b.</p>", "See <https://a.com/b>."),
        ("<p>(http://localhost:80/x)</p>", "(`http://localhost:80/x`)"),
        ("<p>to https://<region>.a.com/ it</p>", "to `https://<region>.a.com/` it"),
        ("<p>Wow!<a href='https://a.com'>x</a></p>", "Wow\\![x](https://a.com)"),
        (
            "<p><a href='https://a.com'>one</a> <a href='https://a.com'>two</a></p>",
            "[one](https://a.com) [two](https://a.com)",
        ),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("<p>Of:</p><ul><li><p>one</p></li><li>two</li></ul><p>end</p>", "Of:\n\n- one\n- two\n\nend"),
        ("<ol><li>one<ul><li>in</ul><li>two</ol>", "1. one\n   - in\n2. two"),
        ("<ul><li><p>one</p><p>more</p></li><li>two</li></ul>", "- one\n\n  more\n\n- two"),
        ("<ul><li>one</li></ul><ul><li>two</li></ul>", "- one\n- two"),
        ("<ol><li>one</li></ol><ol><li>two</li></ol>", "1. one\n\n1) two"),
        ("<ul><ul><li>one</li></ul></ul>", "- - one"),
        ("<ul><li></li><li>one</li></ul>", "- one"),
        ("<li>stray</li>", "- stray"),
        ("<ul>loose<li>one</ul>", "- loose\n- one"),
        ("<ul><li>one<note>two</note></li></ul>", "- one\n\n  > **Note:** two"),
    ]);
}

#[test]
fn definitions() {
    check(&[
        (
            "<dl><dt>A</dt><dd><p>an A</p></dd><dt><code>B</code>:</dt><dd>a B</dd></dl>",
            "- **A**: an A\n- **`B`**: a B",
        ),
        ("<dl><dt>A</dt><dd><ul><li>x</li></ul></dd></dl>", "- **A**:\n  - x"),
        ("<dl><dt><p>A</p><dd>one<p>two</dl>", "- **A**: one\n\n  two"),
        ("<dl><dt>A</dt><dt>B</dt><dd>both</dd></dl>", "- **A**\n- **B**: both"),
        ("<dl><dd>alone</dd></dl>", "- alone"),
    ]);
}

#[test]
fn notes() {
    check(&[
        ("<note><p>One.</p><p>Two.</p></note>", "> **Note:** One.\n>\n> Two."),
        ("<important>One.</important><note>Two.</note>", "> **Important:** One.\n\n> **Note:** Two."),
        ("<note><p><b>Head</b></p>Two.</note>", "> **Note:**\n>\n> **Head**\n>\n> Two."),
        ("<note><ul><li>one</li></ul></note>", "> **Note:**\n>\n> - one"),
        ("<blockquote>said</blockquote>", "> said"),
        ("<note></note>", ""),
    ]);
}

#[test]
fn preformatted_text() {
    check(&[
        ("<pre>  let x;\n    y\n</pre>", "```text\nlet x;\n  y\n```"),
        ("<pre><code>a<br>b &lt;T></code></pre>", "```text\na\nb <T>\n```"),
        ("<ul><li><pre>a\n\nb</pre></li></ul>", "- ```text\n  a\n\n  b\n  ```"),
        ("<pre>```\nx\n```</pre>", "````text\n```\nx\n```\n````"),
        ("<pre> </pre>", ""),
    ]);
}

#[test]
fn tables() {
    check(&[
        (
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>1</td><td><code>x</code></td></tr><tr><td>2</table>",
            "| A | B |\n| --- | --- |\n| 1 | `x` |\n| 2 |  |",
        ),
        ("<table><caption>Of</caption><tr><th>A<th>B<tr><td>1<td>x|y</table>", "Of\n\n- **A:** 1\n\n  **B:** x|y"),
        ("<table><tr><td>alone</td></tr></table>", "- alone"),
        ("<table>text</table><td>stray", "text\n\nstray"),
    ]);
}

#[test]
fn placeholders_stay() {
    check(&[
        ("<p><code>arn:<partition>:<job-id></code></p>", "`arn:<partition>:<job-id>`"),
        ("<p>Give <YOUR_POOL ID> and </pool></p>", "Give \\<YOUR_POOL ID> and \\</pool>"),
        ("<p>a < b and a<b", "a \\< b and a\\<b"),
        ("<p><code><?xml version='1.0'?></code></p>", "`<?xml version='1.0'?>`"),
    ]);
}

#[test]
fn common_mark() {
    check(&[
        ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
        ("A `Vec<T>`, **bold**, *slanted*, _too_, \\*not\\*.", "A `Vec<T>`, **bold**, *slanted*, *too*, \\*not\\*."),
        ("[a](https://a.com) <https://b.com> [c](c.html) [d]", "[a](https://a.com) <https://b.com> c \\[d\\]"),
        ("Of:\n- one\n  more\n- two\n  - in\n1. x\n\nend", "Of:\n\n- one more\n- two\n  - in\n\n1. x\n\nend"),
        ("# Head\ntext", "**Head**\n\ntext"),
        ("```rust\nfn main() {}\n```\ntext", "```text\nfn main() {}\n```\n\ntext"),
        ("> said\n> so\n\ntext", "> said so\n\ntext"),
        ("a * b * c, snake_case_name, 2*3*4", "a \\* b \\* c, snake_case_name, 2\\*3\\*4"),
        ("        indented far", "indented far"),
        ("<p>is `null` here</p>", "is `null` here"),
    ]);
}

#[test]
fn lines_are_wrapped_and_guarded() {
    let words = "wordy ".repeat(16);
    for start in ["-", "+", "#", ">", "=", "1.", "12)", "---", "|", ":--"] {
        let out = markdown(&format!("<p>{words}{start} tail</p>"));
        let second = out.lines().nth(1).unwrap_or_default();
        let escaped = match start {
            "1." => "1\\.".to_owned(),
            "12)" => "12\\)".to_owned(),
            _ => format!("\\{start}"),
        };
        assert_eq!(second, format!("{escaped} tail"));
    }
    let code = "code ".repeat(30);
    assert_eq!(markdown(&format!("<p>a <code>{code}</code></p>")), format!("a\n`{}`", code.trim_end()));
    assert!(markdown(&words.repeat(9)).lines().all(|line| line.len() <= 96));
    assert_eq!(markdown("<p>- 1. one</p>"), "\\- 1. one");
}

#[test]
fn summaries() {
    for (input, expected) in [
        ("", ""),
        ("<p>One, e.g. this one. Two.</p>", "One, e.g. this one."),
        ("<fullname>Name</fullname><p>Does.</p>", "Does."),
        ("<fullname>Name</fullname>", "Name"),
        ("<p>A <b>bold</b> <a href='https://a.com'>link</a>. B</p>", "A bold link."),
        ("<ul><li>first</li><li>second</li></ul>", "first"),
        ("<p>a | b <code>c|d</code></p>", "a \\| b `c\\|d`"),
        ("<p>See https://a.com/x</p>", "See `https://a.com/x`"),
        ("<p>Line<br>break</p>", "Line"),
        ("<p>Version 2.0 is out</p>", "Version 2.0 is out"),
    ] {
        assert_eq!(summary(input), expected, "for {input:?}");
    }
}
