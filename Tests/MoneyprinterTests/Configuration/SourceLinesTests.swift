import Testing

@testable import moneyprinter

@Suite("Lines of keys in a TOML text")
struct SourceLinesTests {
    @Test("keys are found past comments, multi-line values and quoted names")
    func lines() {
        let lines = SourceLines(
            #"""
            # [not.a.table]
            top = 1
            [a]
            list = [ # comment with ]
              "x = 1", '''
            y = 2
            ''',
            ]
            "quoted.name" = """
            z = 3 \""" still
            """
            dotted.name = { inner = 1, other = [2] }
            [[b.c]]
            k = 1
            [[b.c]]
            k = 2
            [b.c.d]
            e = 5
            """#)
        #expect(lines.line(of: ["top"]) == 2)
        #expect(lines.line(of: ["a", "list"]) == 4)
        #expect(lines.line(of: ["a", "quoted.name"]) == 9)
        #expect(lines.line(of: ["a", "dotted", "name"]) == 12)
        #expect(lines.line(of: ["a", "dotted", "name", "inner"]) == 12)
        #expect(lines.line(of: ["b", "c", "0", "k"]) == 14)
        #expect(lines.line(of: ["b", "c", "1", "k"]) == 16)
        #expect(lines.line(of: ["b", "c", "1", "d", "e"]) == 18)
    }

    @Test("what is not there has its nearest parent's line")
    func parent() {
        let lines = SourceLines("\n[a]\nb = 1")
        #expect(lines.line(of: ["a", "missing"]) == 2)
        #expect(lines.line(of: ["nowhere"]) == 1)
    }

    @Test("carriage returns do not count as lines")
    func carriageReturns() {
        #expect(SourceLines("[a]\r\nb = \"x\"\r\nc = 2").line(of: ["a", "c"]) == 3)
    }
}
