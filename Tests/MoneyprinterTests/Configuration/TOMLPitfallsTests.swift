import Testing

@testable import moneyprinter

@Suite("What the TOML library would end the process for")
struct TOMLPitfallsTests {
    @Test(
        "is told with its line",
        arguments: [
            ("a = [ } ]", 1), ("a = 1\nb = [\n1,\n}", 4), ("a = [{ b = 1 }, }]", 1),
            ("a = \"\"\"\n\\\n\"\"\"\nb = [}", 4), ("# [\na = ['[', }", 2), ("a = '''x'''' \nb = [}", 2),
            ("[.a]", 1), ("a = 1\n [ .a]", 2), ("[[ !a]]", 1), ("[\n", 1), ("[é]", 1),
            ("a = 1979-05-27 5 # x", 1), ("a = [\n1979-05-27 5]", 2),
            ("a = [1979-05-2= 1\n]", 1), ("a =1979-05-27 5\n", 1), ("a = 1979-05-27T:07-32", 1),
            ("a = [\n1979-05-27t-07:32]", 2),
            ("a = 1\n[" + Array(repeating: "a", count: 5000).joined(separator: ".") + "]", 2),
            (String(repeating: "a.", count: 5000) + "a = 1", 1), ("a = " + String(repeating: "[", count: 5000), 1),
        ])
    func found(text: String, line: Int) {
        #expect(TOMLPitfalls.first(in: text)?.line == line)
        #expect {
            try Configuration.load(text: text, file: "config.toml", environment: [:])
        } throws: { error in
            "\(error)".contains("config.toml:\(line)")
        }
    }

    @Test(
        "may be a name with U+0000 in it", arguments: ["\n\"a\\u0000b\" = 1", "\nb = [{ \"a\\u0000b\" = 1 }]"])
    func names(text: String) {
        #expect {
            try Configuration.load(text: text, file: "config.toml", environment: [:])
        } throws: { error in
            "\(error)".contains("config.toml:2") && "\(error)".contains("'a'")
        }
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "a = [{ b = [1] }]", "[[a]]\nb = { c = \"}\" }", "a = \"[\"\nb = { c = 1 }", "a = '\\'\nb = {}",
            "# [\na = { b = 1 }", "a = \"\"\"[\"\"\"\"\"\nb = {}", "a = \"\\\"[\"\nb = {}", "[ 'a'.b ]", "[[ -a ]]",
            "a = [\n[.5],\n]", "[]",
            "a = 1979-05-27 07:32:00 # x", "a = 1979-05-27T07:32:00Z", "a = [1979-05-27 ]", "a = '1979-05-27 5 '",
        ])
    func others(text: String) {
        #expect(TOMLPitfalls.first(in: text) == nil)
    }
}
