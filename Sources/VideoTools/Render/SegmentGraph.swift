/// The filter graph of one segment and the files it reads; pure.
///
/// All text reaches ffmpeg through ASS files whose names this service chose.
struct SegmentGraph: Sendable {
    let recipe: SegmentRecipe
    /// The path of the segment without its extension: the graph's own files are named after it.
    let stem: String

    private let rate = RenderOptions.framesPerSecond

    init(recipe: SegmentRecipe, stem: String) {
        self.recipe = recipe
        self.stem = stem
    }

    /// Where the graph itself is written.
    var graphPath: String { stem + ".graph" }

    /// Files to write before ffmpeg starts, by path; the graph is one of them.
    var files: [String: String] {
        var files = [graphPath: graph]
        if !recipe.captions.events.isEmpty { files[captionsPath] = recipe.captions.text }
        for (index, layer) in recipe.layers.enumerated() {
            guard case .drawn(_, let backdrop, let card) = layer.source else { continue }
            files[backdropPath(index)] = backdrop.text
            files[cardPath(index)] = card.text
        }
        return files
    }

    /// The media files the graph reads, in the order of its inputs.
    var inputs: [String] {
        recipe.layers.flatMap { layer -> [String] in
            switch layer.source {
            case .drawn: []
            case .image(let path, _, _): MediaGuard.input(path, seconds: 1)
            case .clip(let path, _):
                MediaGuard.input(
                    path, seconds: seconds(layer.first + layer.frames) + 1, options: ["-stream_loop", "-1"])
            }
        }
    }

    /// The text of the graph; its output is `[o]`.
    var graph: String {
        var input = 0
        var chains: [String] = []
        for (index, layer) in recipe.layers.enumerated() {
            var chain = ""
            if case .drawn = layer.source {
            } else {
                chain = "[\(input):v]"
                input += 1
            }
            chains.append(chain + filters(layer, index).joined(separator: ",") + "[l\(index)]")
        }
        return (chains + [output]).joined(separator: ";\n") + "\n"
    }

    /// From the layers to the finished frames, which are back at time 0 so that the files can be joined.
    private var output: String {
        var filters: [String] = []
        var source = "[l0]"
        if let change = recipe.change {
            source = "[l0][l1]"
            filters.append(
                "xfade=transition=\(change):duration=\(MediaGuard.decimal(seconds(recipe.segment.frames))):offset=0")
        }
        if !recipe.captions.events.isEmpty {
            filters += [time(from: recipe.segment.start), ass(captionsPath)]
        }
        return source + (filters + [time(from: 0), "format=yuv420p[o]"]).joined(separator: ",")
    }

    private func filters(_ layer: SceneLayer, _ index: Int) -> [String] {
        let (width, height) = (recipe.size.width, recipe.size.height)
        let trim = "trim=start_frame=\(layer.first):end_frame=\(layer.first + layer.frames)"
        let colours = "out_color_matrix=bt709:out_range=tv"
        let end = ["format=yuv420p", "setsar=1", time(from: 0), "fps=\(rate)"]
        switch layer.source {
        case .drawn(let gradient, _, _):
            // Cut before anything is drawn, but keep the time: the drawing goes on where the last piece ended.
            return [
                gradient, trim, time(from: layer.first), "format=gbrp", ass(backdropPath(index)),
                "scale=\(width):\(height):flags=bicubic:\(colours)", "format=yuv420p", "setsar=1", ass(cardPath(index)),
                time(from: 0), "fps=\(rate)",
            ]
        case .image(_, _, let zoom):
            // Twice the size, or the slow move would jump from pixel to pixel.
            return cover(2 * width, 2 * height, "lanczos", colours) + [
                zoom.filter(first: layer.first, frames: layer.frames, total: layer.sceneFrames, size: recipe.size)
            ] + end
        case .clip:
            return ["fps=\(rate)", trim] + cover(width, height, "bicubic", colours) + end
        }
    }

    private func cover(_ width: Int, _ height: Int, _ flags: String, _ colours: String) -> [String] {
        [
            "scale=\(width):\(height):force_original_aspect_ratio=increase:flags=\(flags):\(colours)",
            "crop=\(width):\(height)", "format=yuv420p", "setsar=1",
        ]
    }

    /// Counts the frames anew, from `first`.
    private func time(from first: Int) -> String { "settb=1/\(rate),setpts=N+\(first)" }

    private func ass(_ path: String) -> String { "ass=filename=\(FilterText.path(path))" }

    private func seconds(_ frames: Int) -> Double { Double(frames) / Double(rate) }

    private var captionsPath: String { stem + ".captions.ass" }
    private func backdropPath(_ index: Int) -> String { "\(stem).backdrop\(index).ass" }
    private func cardPath(_ index: Int) -> String { "\(stem).card\(index).ass" }
}
