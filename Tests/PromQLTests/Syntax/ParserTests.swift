import PromQL
import Testing

@Suite("Parser")
struct ParserTests {
    private static func fault(_ text: String) -> String? {
        do throws(ParseError) {
            _ = try Parser.parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "an expression prints as it would be written, and reads back as itself",
        arguments: [
            "1", "-1.5", "+Inf", "NaN", "\"a\\\"b\"", "up", "up{job=\"api\"}", "{__name__=~\"a.*\",job!=\"b\"}",
            "up offset 5m", "up @ 12.500 offset -1h30m", "up @ start()", "up[5m] @ end() offset 1d",
            "rate(up[5m])[1h:30s] offset 1w", "sum(up)[1h:]", "-up", "a + b * c ^ d ^ e", "(a + b) * c",
            "a == bool on (x, y) group_left (z) b", "a / ignoring (x) group_right () b", "a and on () b",
            "sum by (job) (up)", "topk without (a, b) (3, up)", "count_values(\"v\", up)", "pi()",
            "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")", "a atan2 b",
        ])
    func roundTrip(text: String) throws {
        let expression = try Parser.parse(text)
        #expect(expression.description == text)
        #expect(try Parser.parse(expression.description).description == text)
    }

    @Test("operators bind by their precedence, and a power from the right")
    func precedence() throws {
        func shape(_ expression: Expression) -> String {
            switch expression {
            case .binary(let binary): "(\(shape(binary.left)) \(binary.operation.rawValue) \(shape(binary.right)))"
            case .negation(let signed): "-\(shape(signed.operand))"
            default: expression.description
            }
        }
        #expect(try shape(Parser.parse("a or b and c == d + e * f ^ g")) == "(a or (b and (c == (d + (e * (f ^ g))))))")
        #expect(try shape(Parser.parse("a - b - c")) == "((a - b) - c)")
        #expect(try shape(Parser.parse("a ^ b ^ c")) == "(a ^ (b ^ c))")
        #expect(try shape(Parser.parse("-a ^ b * c")) == "(-(a ^ b) * c)")
        #expect(try shape(Parser.parse("a ^ -b")) == "(a ^ -b)")
    }

    @Test("names of operators are names of metrics where no operator can stand")
    func namesOfOperators() throws {
        for name in ["sum", "by", "and", "offset", "start", "without"] {
            #expect(try Parser.parse("\(name){a=\"b\"} + \(name)").description == "\(name){a=\"b\"} + \(name)")
        }
    }

    @Test("numbers are decimal, octal or hexadecimal; words and comments do not mind case and lines")
    func literals() throws {
        let texts: [(String, Double)] = [
            ("0x1F", 31), ("010", 8), ("08", 8), ("1e3", 1000), (".5", 0.5), ("5.", 5), ("-inF", -.infinity), ("+1", 1),
        ]
        for (text, value) in texts {
            guard case .number(let literal) = try Parser.parse(text) else {
                Issue.record("\(text) is no number")
                continue
            }
            #expect(literal.value == value)
        }
        #expect(try Parser.parse("SUM # all\n BY\t(a) (up)").description == "sum by (a) (up)")
    }

    @Test("strings keep their escapes' meaning, raw strings their backslashes")
    func strings() throws {
        let texts = [#""a\n\x41\101\u00e9\"'""#: "a\nAA\u{e9}\"'", #"'it\'s'"#: "it's", #"`a\n"`"#: #"a\n""#]
        for (text, value) in texts {
            guard case .string(let literal) = try Parser.parse(text) else {
                Issue.record("\(text) is no string")
                continue
            }
            #expect(literal.value == value)
        }
    }

    @Test(
        "a fault names what stands where, in Prometheus' words",
        arguments: [
            ("", "1:1: parse error: no expression found in input"),
            ("1 +", "1:4: parse error: unexpected end of input"),
            ("a b", "1:3: parse error: unexpected identifier \"b\""),
            ("sum(a b)", "1:7: parse error: unexpected identifier \"b\" in aggregation"),
            ("(a", "1:3: parse error: unclosed left parenthesis"),
            ("a)", "1:3: parse error: unexpected right parenthesis ')'"),
            ("a{b}", "1:4: parse error: unexpected \"}\" in label matching, expected label matching operator"),
            ("a{b=c}", "1:5: parse error: unexpected identifier \"c\" in label matching, expected string"),
            (
                "a{b=\"c\" d=\"e\"}",
                "1:9: parse error: unexpected identifier \"d\" in label matching, expected \",\" or \"}\""
            ),
            ("a[5m", "1:5: parse error: unclosed left bracket"),
            ("a[5]", "1:3: parse error: missing unit character in duration"),
            ("a[5m] offset", "1:13: parse error: unexpected end of input in offset, expected duration"),
            ("a @ b", "1:5: parse error: unexpected identifier \"b\" in @, expected timestamp"),
            ("sum by a (b)", "1:8: parse error: unexpected identifier \"a\" in grouping opts, expected \"(\""),
            ("a\n+ nope(b)", "2:3: parse error: unknown function with name \"nope\""),
            ("rate(a[5m],)", "1:11: parse error: trailing commas not allowed in function call args"),
            ("sum(a)[5m]", "1:7: parse error: ranges only allowed for vector selectors"),
            ("a offset 5m[5m]", "1:12: parse error: no offset modifiers allowed before range"),
            ("a offset 1m offset 2m", "1:1: parse error: offset may not be set multiple times"),
            ("a offset 0s", "1:10: parse error: duration must be greater than 0"),
            ("a[5m5h]", "1:3: parse error: not a valid duration string: \"5m5h\""),
            ("a{b=~\"(\"}", "1:3: parse error: error parsing regexp: missing closing ): `^(?:()$`"),
            ("\"\\q\"", "1:1: parse error: unknown escape sequence U+0071 'q'"),
            ("a $", "1:3: parse error: unexpected character: '$'"),
            (
                "999e999",
                "1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"999e999\": value out of range"
            ),
        ])
    func faults(text: String, expected: String) {
        #expect(Self.fault(text) == expected)
    }

    @Test(
        "what can be read but cannot be meant is refused",
        arguments: [
            (
                "rate(a)",
                "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector"
            ),
            ("rate(a[5m], 1)", "1:1: parse error: expected 1 argument(s) in call to \"rate\", got 2"),
            ("round()", "1:1: parse error: expected at least 1 argument(s) in call to \"round\", got 0"),
            ("hour(a, b)", "1:1: parse error: expected at most 1 argument(s) in call to \"hour\", got 2"),
            ("topk(a, b)", "1:6: parse error: expected type scalar in aggregation parameter, got instant vector"),
            ("sum(1)", "1:5: parse error: expected type instant vector in aggregation expression, got scalar"),
            (
                "sum(a, b)",
                "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 2"
            ),
            ("1 == 2", "1:3: parse error: comparisons between scalars must use BOOL modifier"),
            ("a + bool b", "1:3: parse error: bool modifier can only be used on comparison operators"),
            ("a and 1", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression"),
            ("a and on(b) group_left c", "1:1: parse error: no grouping allowed for \"and\" operation"),
            (
                "a * on(b) group_left(b) c",
                "1:3: parse error: label \"b\" must not occur in ON and GROUP clause at once"
            ),
            ("a + on(b) 1", "1:1: parse error: vector matching only allowed between instant vectors"),
            ("a[5m] + 1", "1:1: parse error: binary expression must contain only scalar and instant vector types"),
            ("{a=\"\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
            ("a{__name__=\"b\"}", "1:1: parse error: metric name must not be set twice: \"a\" or \"b\""),
            ("1[5m:1m]", "1:1: parse error: subquery is only allowed on instant vector, got scalar instead"),
            (
                "-\"a\"",
                "1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, "
                    + "got \"string\""
            ),
        ])
    func types(text: String, expected: String) {
        #expect(Self.fault(text) == expected)
    }

    @Test("nesting and length are bounded, and the limit is named")
    func limits() {
        let deep = [
            String(repeating: "(", count: 60_000), String(repeating: "-", count: 60_000) + "a",
            String(repeating: "sum(", count: 16_000), String(repeating: "2^", count: 30_000) + "2",
            "1" + String(repeating: "+1", count: 30_000), "a" + String(repeating: "[5m:1m]", count: 9000),
        ]
        for text in deep { #expect(Self.fault(text)?.contains("(limit: depth)") == true, "\(text.prefix(12))") }
        #expect(Self.fault(String(repeating: " ", count: 70_000))?.contains("(limit: length)") == true)
        #expect(Self.fault(String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200)) == nil)
    }
}
