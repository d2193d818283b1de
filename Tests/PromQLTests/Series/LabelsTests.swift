import PromQL
import Testing

@Suite("Labels and their text")
struct LabelsTests {
    @Test("labels are sorted, and an empty value is no label")
    func normalForm() {
        let labels: Labels = ["b": "2", "a": "1", "c": ""]
        #expect(labels.pairs.map(\.name) == ["a", "b"])
        #expect(labels == ["a": "1", "b": "2"])
        #expect(labels["c"] == "" && labels["b"] == "2")
    }

    @Test("labels print with their values quoted")
    func text() {
        let labels: Labels = ["__name__": "up", "path": "a\"b\\c\n"]
        #expect("\(labels)" == #"{__name__="up", path="a\"b\\c\n"}"#)
    }

    @Test("order goes by names and values, the shorter first")
    func order() {
        let sorted: [Labels] = [[:], ["a": "1"], ["a": "1", "b": "1"], ["a": "2"], ["b": "0"]]
        #expect(sorted.shuffled().sorted() == sorted)
    }

    @Test(
        "numbers are the shortest decimals that read back, never with an exponent",
        arguments: [
            (1, "1"), (0.1, "0.1"), (-2.5, "-2.5"), (1e21, "1000000000000000000000"), (1.25e-7, "0.000000125"),
            (123456789.125, "123456789.125"), (1e16, "10000000000000000"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
            (.nan, "NaN"), (-0.0, "-0"), (1.5e300, "15" + String(repeating: "0", count: 299)),
        ])
    func numbers(value: Double, text: String) {
        #expect(SampleText.format(value) == text)
        let read = SampleText.parse(text)
        #expect(read == value || read?.isNaN == true && value.isNaN)
    }

    @Test("what is no number has no value", arguments: ["", " 1", "1 ", "0x10", "+nan", "abc", "1e", "--1", "nan(1)"])
    func noNumbers(text: String) {
        #expect(SampleText.parse(text) == nil)
    }

    @Test("a matcher knows the values it can match, where they are few")
    func possibleValues() throws {
        #expect(Matcher("a", equals: "b").possibleValues == ["b"])
        #expect(try Matcher("a", .matches, "b|c").possibleValues == ["b", "c"])
        #expect(try Matcher("a", .matches, "b.+").possibleValues == nil)
        #expect(try Matcher("a", .notEqual, "b").possibleValues == nil)
        #expect(try Matcher("a", .matchesNot, "b|c").matches("d"))
    }
}
