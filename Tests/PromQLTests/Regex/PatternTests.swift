import Testing

@testable import PromQL

@Suite("Patterns")
struct PatternTests {
    @Test(
        "a pattern matches whole texts, as RE2 does",
        arguments: [
            ("a", "a", true), ("a", "ab", false), ("a|b", "b", true), ("a.*", "abc", true), (".*", "a\nb", false),
            ("(?s).*", "a\nb", true), ("(?i)abc", "aBC", true), ("a(?i:b)c", "aBc", true), ("a(?i:b)c", "aBC", false),
            ("[a-c]+", "abcab", true), ("[^a-c]", "b", false), ("[]a]", "]", true), ("[a-]", "-", true),
            ("\\d{2,3}", "12", true), ("\\d{2,3}", "1234", false), ("a{2}", "aa", true), ("a{,2}", "a{,2}", true),
            ("x{2,}", "xxxxx", true), ("a*?b", "aab", true), ("(a|ab)(c|bcd)", "abcd", true), ("", "", true),
            ("^a$", "a", true), ("a$b", "ab", false), ("\\Aa\\z", "a", true), ("(?m)a$\n^b", "a\nb", true),
            ("\\bfoo\\b.*", "foo bar", true), ("foo\\b.*", "food", false), ("\\Qa.b\\E", "a.b", true),
            ("\\Qa.b\\E", "axb", false), ("\\x41\\x{1F600}", "A\u{1F600}", true), ("[[:alpha:]]+", "abC", true),
            ("[[:^digit:]]", "x", true), ("\\p{Lu}\\pL", "Äö", true), ("\\P{L}", "a", false), ("é|ü", "ü", true),
            ("(?P<n>a)b", "ab", true), ("(a*)*", "aaaa", true), ("(?i)k", "\u{212a}", true),
            ("[\\w.-]+", "a_1.-", true),
        ])
    func matching(pattern: String, text: String, expected: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == expected)
    }

    @Test(
        "a malformed pattern is refused with Go's words",
        arguments: [
            ("(a", "missing closing ): `^(?:(a)$`"), ("a)", "unexpected ): `^(?:a))$`"),
            ("[a", "missing closing ]: `[a)$`"),
            ("*a", "missing argument to repetition operator: `*`"), ("a**", "invalid nested repetition operator: `**`"),
            ("a{1001}", "invalid repeat count: `{1001}`"), ("a{3,2}", "invalid repeat count: `{3,2}`"),
            ("[b-a]", "invalid character class range: `b-a`"), ("\\y", "invalid escape sequence: `\\y`"),
            ("(?<a", "invalid or unsupported Perl syntax: `(?<`"), ("a\\", "missing closing ): `^(?:a\\)$`"),
            ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"), ("\\1", "invalid escape sequence: `\\1`"),
        ])
    func refusing(pattern: String, expected: String) {
        #expect {
            try Pattern(pattern)
        } throws: { error in
            "\(error)" == "error parsing regexp: \(expected)"
        }
    }

    @Test("patterns that make others backtrack for ever take no longer than the text is long")
    func hostile() throws {
        let text = String(repeating: "a", count: 5000)
        for pattern in ["(a+)+b", "(a|a)*b", "(a*)*b", "(.*.*)*b", "(a?){50}a{50}b", "(([a-z])+.)+[A-Z]([a-z])+"] {
            let begin = ContinuousClock.now
            #expect(try !Pattern(pattern).matches(text))
            #expect(ContinuousClock.now - begin < .seconds(10), "\(pattern)")
        }
    }

    @Test(
        "a pattern made to be slow to read is read, or refused, in no time",
        arguments: [
            "(?:(?:(?:){1000}){1000}){1000}", "(?i)" + String(repeating: "\\pL", count: 500),
            String(repeating: "[^\\pL]", count: 500), String(repeating: "a", count: 50_000),
            "(?i)" + String(repeating: "[\u{100}-\u{1ff}]", count: 500),
        ])
    func slowToRead(pattern: String) {
        let begin = ContinuousClock.now
        _ = try? Pattern(pattern)
        #expect(ContinuousClock.now - begin < .seconds(20), "\(pattern.prefix(20))")
    }

    @Test("a pattern that would be a huge program, or nests too deeply, is refused")
    func large() {
        for pattern in ["((a{100}){100}){100}", String(repeating: "(", count: 10_000), "(x{500}){500}"] {
            #expect(throws: PatternError.self) { try Pattern(pattern) }
        }
    }

    @Test(
        "a replacement takes groups by number and by name, preferring what the pattern prefers",
        arguments: [
            ("(.*):(.*)", "host:80", "$2-$1", "80-host"), ("(a+)(a*)", "aaa", "[$1][$2]", "[aaa][]"),
            ("(a+?)(a*)", "aaa", "[$1][$2]", "[a][aa]"), ("(?P<n>.).*", "xyz", "${n}1", "x1"),
            ("(.)", "x", "$1y", ""), ("(.)", "x", "${1}y$$", "xy$"), (".*", "x", "$", "$"),
            ("(a)|(b)", "b", "<$1$2>", "<b>"),
            ("(.+)", "ü", "$0", "ü"),
        ])
    func replacing(pattern: String, text: String, template: String, expected: String) throws {
        #expect(try Pattern(pattern).replacing(text, with: template) == expected)
    }

    @Test("the few texts of a pattern are known, for look-ups")
    func literals() throws {
        #expect(try Pattern("a|b|cd").literals == ["a", "b", "cd"])
        #expect(try Pattern("x(a|b)?").literals == ["xa", "xb", "x"])
        #expect(try Pattern("[ab]c").literals == ["ac", "bc"])
        #expect(try Pattern("a.*").literals == nil)
    }
}
