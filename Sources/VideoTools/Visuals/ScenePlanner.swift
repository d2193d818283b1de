/// Cuts a narration into scenes.
public struct ScenePlanner: Sendable {
    /// Silence kept after the last word, in seconds.
    public let tail: Double
    /// A sentence longer than this becomes several scenes; seconds.
    public let longest: Double
    /// A sentence shorter than this shares the scene of its neighbour; seconds.
    public let shortest: Double
    /// How long the title is shown at most; seconds.
    public let longestTitle: Double

    public init(tail: Double = 0.8, longest: Double = 6, shortest: Double = 1.8, longestTitle: Double = 3.6) {
        self.tail = tail
        self.longest = longest
        self.shortest = shortest
        self.longestTitle = longestTitle
    }

    /// Plans the scenes; the same inputs give the same plan.
    ///
    /// - Parameters:
    ///   - terms: search phrases in the order of the text; each goes to the scene whose words it shares.
    ///   - subject: what the video is about: the term of scenes that no other fits.
    public func plan(
        _ narration: Narration, terms: [String], subject: String, options: RenderOptions
    ) -> ScenePlan {
        let rate = Double(RenderOptions.framesPerSecond)
        // A duration that is a whole number of frames must not become one frame more by rounding.
        let total = max(1, Int(((narration.duration + tail) * rate - 1e-6).rounded(.up)))
        let spans = SpeechSpans(planner: self, narration: narration).spans
        let starts = frameStarts(spans, total: total, transition: options.transitionFrames)
        let kept = starts.map { spans[$0.span] }
        let texts = kept.indices.map { index in
            text(
                narration, from: starts[index].span,
                to: index + 1 < starts.count ? starts[index + 1].span : spans.count, spans)
        }
        let chosen = SceneTerms(terms: terms, subject: subject).assign(to: texts)
        let scenes = starts.indices.map { index in
            var random = SeededRandom(seed: options.seed, part: index)
            let end = index + 1 < starts.count ? starts[index + 1].frame : total
            return Scene(
                index: index, start: starts[index].frame, frames: end - starts[index].frame, text: texts[index],
                term: chosen[index], isTitle: index == 0, seed: random.next())
        }
        return ScenePlan(scenes: scenes, totalFrames: total, transitionFrames: options.transitionFrames)
    }

    /// Puts the spans on the frame grid; one that would leave no room for itself joins the scene before.
    private func frameStarts(
        _ spans: [SpeechSpans.Span], total: Int, transition: Int
    ) -> [(span: Int, frame: Int)] {
        let least = 2 * transition + 6
        var starts: [(span: Int, frame: Int)] = [(0, 0)]
        for index in spans.indices.dropFirst() {
            // The change happens in the pause between two sentences, half before and half after its middle.
            let pause = (spans[index - 1].end + spans[index].start) / 2
            let frame = Int((pause * Double(RenderOptions.framesPerSecond)).rounded()) - transition / 2
            let previous = starts[starts.count - 1].frame
            if frame - previous >= least, total - frame >= least { starts.append((index, frame)) }
        }
        return starts
    }

    private func text(_ narration: Narration, from: Int, to: Int, _ spans: [SpeechSpans.Span]) -> String {
        let words = spans[from].words.lowerBound..<spans[to - 1].words.upperBound
        return narration.words[words].map(\.text).joined(separator: " ")
    }
}
