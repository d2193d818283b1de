import Testing

@testable import moneyprinter

@Suite("The nearest known name")
struct NearestNameTests {
    @Test(
        "an edit is one character put in, taken out, changed or swapped",
        arguments: [
            ("abc", "abc", 0), ("abc", "abcd", 1), ("abc", "ab", 1), ("abc", "axc", 1), ("abc", "acb", 1),
            ("", "abc", 3),
        ])
    func distance(left: String, right: String, edits: Int) {
        #expect(NearestName.distance(left, right) == edits)
    }

    @Test("the nearest is found, and nothing where all are far")
    func find() {
        #expect(NearestName.find("prot", in: ["host", "port", "folder"]) == "port")
        #expect(NearestName.find("colour", in: ["host", "port"]) == nil)
        let long = String(repeating: "port", count: 1_000_000)
        #expect(NearestName.find(long, in: ["host", "port"]) == nil)
        #expect(NearestName.distance("prot", "port", atMost: 1) == 1)
        #expect(
            NearestName.distance("prto", "host", atMost: 1) == nil
                && NearestName.distance(long, "port", atMost: 9) == nil)
    }
}
