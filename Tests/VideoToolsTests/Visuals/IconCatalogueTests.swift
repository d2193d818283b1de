import Testing

@testable import VideoTools

@Suite("IconCatalogue")
struct IconCatalogueTests {
    @Test(
        "common subjects find an icon that shows them",
        arguments: [
            ("coffee", ["coffee"]), ("a steep mountain", ["image-filter-hdr"]),
            ("the history of money", ["cash-multiple"]),
            ("healthy hearts", ["heart"]), ("black holes", ["black-mesa"]), ("machine learning", ["robot", "android"]),
            ("running shoes", ["run"]), ("piano", ["piano", "music-note"]), ("electric guitars", ["guitar-electric"]),
            ("bees", ["bee", "flower"]), ("ocean waves", ["waves", "ferry"]), ("programming in Swift", ["code-tags"]),
            ("dogs", ["dog-side", "paw"]), ("planets", ["earth"]),
            ("the brain", ["brain", "head", "lightbulb-outline"]),
        ])
    func subjects(phrase: String, icons: [String]) throws {
        #expect(icons.contains(try IconCatalogue().icon(for: [phrase])))
    }

    @Test("an icon is not taken twice while another fits, and unknown subjects get a neutral one")
    func repeats() throws {
        let icons = try IconCatalogue()
        let first = icons.icon(for: ["coffee"])
        #expect(icons.icon(for: ["coffee", "sea"], avoiding: [first]) != first)
        let unknown = icons.icon(for: ["qwxyz"], seed: 4)
        #expect(icons.character(unknown) != nil)
        #expect(icons.icon(for: ["qwxyz"], seed: 4) == unknown)
    }

    @Test("every keyword of the table has an icon that is in the installed font")
    func table() throws {
        let icons = try IconCatalogue()
        let keys = IconAliases.byStem.filter { key, names in !names.contains { icons.character($0) != nil } }
        #expect(keys.isEmpty, "\(keys.keys.sorted())")
    }

    @Test("a missing font is an error that says what to install")
    func missing() {
        let error = #expect(throws: StageError.self) { try IconCatalogue(styleSheet: "/nowhere.css") }
        #expect(error?.code == .missingPart)
    }
}
