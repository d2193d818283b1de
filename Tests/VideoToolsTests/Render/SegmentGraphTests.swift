import Foundation
import Testing

@testable import VideoTools

@Suite("SegmentGraph and its recipes")
struct SegmentGraphTests {
    private func recipes(
        _ sentences: [String], visuals: [Visual]? = nil, style: SubtitleStyle = .standard, subject: String = "Coffee"
    ) throws -> [SegmentRecipe] {
        let options = try RenderOptions(subtitles: style, seed: 5)
        let narration = RenderFixture.narration(sentences)
        let plan = ScenePlanner().plan(narration, terms: [], subject: subject, options: options)
        let drawn: [Visual] = plan.scenes.map {
            $0.isTitle ? .title(text: subject, icon: "coffee") : .card(icon: "leaf")
        }
        return RecipeBook(
            plan: plan, visuals: visuals ?? drawn, phrases: SubtitlePhrase.phrases(of: narration), options: options,
            icons: try IconCatalogue()
        ).recipes()
    }

    private let sentences = [
        "Coffee wakes the whole world.", "It grows on high mountains far away.", "Enjoy a cup each day now.",
    ]

    @Test("the same inputs give the same keys, and each segment another")
    func keys() throws {
        let keys = try recipes(sentences).map { try $0.key }
        #expect(try recipes(sentences).map { try $0.key } == keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test("a changed word changes the keys of the segments that show it and no other")
    func locality() throws {
        let before = try recipes(sentences).map { try $0.key }
        let after = try recipes([sentences[0], sentences[1], "Enjoy a mug each day now."]).map { try $0.key }
        let same = zip(before, after).map { $0 == $1 }
        #expect(same.first == true)
        #expect(same.last == false)
    }

    @Test("no text of a user comes into a graph, whatever it holds")
    func injection() throws {
        let subject = "x[o];movie=/etc/passwd,drawtext=text='y"
        for recipe in try recipes(sentences, subject: subject) {
            let graph = SegmentGraph(recipe: recipe, stem: "/data/s")
            #expect(!graph.graph.contains("passwd"))
            #expect(!graph.graph.contains("Coffee"))
        }
    }

    @Test("media files are opened by absolute file URLs, behind both lists, with a bound on their length")
    func guarding() throws {
        let visuals: [Visual] = [
            .title(text: "x", icon: "coffee"), .image(path: "/m/-i.jpg", print: "1"),
            .clip(path: "/m/a.mp4", print: "2"),
        ]
        let recipes = try recipes(sentences, visuals: visuals)
        let change = try #require(recipes.first { $0.segment.kind == .transition(from: 1, to: 2) })
        let graph = SegmentGraph(recipe: change, stem: "/data/s")
        #expect(graph.inputs.filter { $0 == "-i" }.count == 2)
        #expect(graph.inputs.filter { $0 == "-t" }.count == 2)
        #expect(graph.inputs.filter { $0 == "-format_whitelist" }.count == 2)
        #expect(graph.inputs.contains("file:/m/-i.jpg"))
        #expect(graph.graph.contains("[0:v]") && graph.graph.contains("[1:v]"))
    }

    @Test("special characters of a path are escaped for both readings of a graph")
    func escaping() {
        #expect(FilterText.path("/a b'c:d[e],f;g") == #"/a b\\\'c\\:d\[e\]\,f\;g"#)
    }

    @Test("pictures and films of the user are rendered too, frame for frame", .tags(.slow))
    func material() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let image = try await fixture.make(
            "i.jpg", ["-f", "lavfi", "-i", "testsrc2=s=640x480:d=1", "-frames:v", "1", "-update", "1"])
        let clip = try await fixture.make(
            "c.mp4", ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=1:r=25", "-pix_fmt", "yuv420p"])
        let visuals: [Visual] = [
            .image(path: image, print: "1"), .clip(path: clip, print: "2"), .image(path: image, print: "1"),
        ]
        let narration = try await fixture.narration(sentences)
        let options = try RenderOptions(aspect: .square, preset: .draft)
        let plan = ScenePlanner().plan(narration, terms: [], subject: "x", options: options)
        let book = RecipeBook(plan: plan, visuals: visuals, phrases: [], options: options, icons: try IconCatalogue())
        for recipe in book.recipes() {
            let path = fixture.path(recipe.segment.name + ".mp4")
            _ = try await SegmentRenderer().render(recipe, to: path)
            let video = try await MediaProbe().info(path).video
            #expect(video?.nb_frames == "\(recipe.segment.frames)")
            #expect(video?.width == 540 && video?.height == 540)
            #expect(video?.color_space == "bt709")
        }
    }
}
