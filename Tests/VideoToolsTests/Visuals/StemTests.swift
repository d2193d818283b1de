import Testing

@testable import VideoTools

@Suite("Stem")
struct StemTests {
    @Test(
        "forms of a word have one stem",
        arguments: [
            ["mountain", "Mountains", "mountain's"], ["berry", "berries"], ["run", "running", "runs"],
            ["bake", "baking", "baked"], ["church", "churches"], ["virus"],
        ])
    func forms(words: [String]) {
        #expect(Set(words.flatMap(Stem.words).filter { $0 != "s" }).count == 1)
    }

    @Test("names are taken apart at marks and case changes")
    func names() {
        #expect(Stem.words("redCherry_tree-01") == ["red", "cherry", "tre", "01"])
    }
}
