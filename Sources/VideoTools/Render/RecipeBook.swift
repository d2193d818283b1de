/// Turns a plan of scenes into the recipes of its segments; pure.
struct RecipeBook: Sendable {
    let plan: ScenePlan
    /// One a scene.
    let visuals: [Visual]
    let phrases: [SubtitlePhrase]
    let options: RenderOptions
    let icons: IconCatalogue

    /// xfade transitions that suit both pictures and drawings.
    private static let changes = [
        "fade", "smoothleft", "smoothup", "slideleft", "slideup", "circleopen", "smoothright", "smoothdown",
    ]

    /// In order of time.
    func recipes() -> [SegmentRecipe] {
        let captions = captions
        return plan.segments.map { segment in
            let (layers, change) = parts(of: segment)
            let rate = RenderOptions.framesPerSecond
            return SegmentRecipe(
                segment: segment, layers: layers, change: change,
                captions: captions.cut(
                    from: segment.start * 100 / rate - 1, to: (segment.start + segment.frames) * 100 / rate + 1),
                preset: options.preset, size: options.size, threads: options.threads)
        }
    }

    private func parts(of segment: Segment) -> (layers: [SceneLayer], change: String?) {
        switch segment.kind {
        case .body(let index):
            let scene = plan.scenes[index]
            return ([layer(scene, first: segment.start - scene.start, frames: segment.frames)], nil)
        case .transition(let from, let to):
            let (before, after) = (plan.scenes[from], plan.scenes[to])
            var random = SeededRandom(seed: after.seed, part: 5)
            let layers = [
                layer(before, first: before.frames, frames: segment.frames),
                layer(after, first: 0, frames: segment.frames),
            ]
            return (layers, random.pick(Self.changes))
        }
    }

    private func layer(_ scene: Scene, first: Int, frames: Int) -> SceneLayer {
        let isLast = scene.index + 1 == plan.scenes.count
        let total = scene.frames + (isLast ? 0 : plan.transitionFrames)
        return SceneLayer(source: source(scene, frames: total), first: first, frames: frames, sceneFrames: total)
    }

    private func source(_ scene: Scene, frames: Int) -> SceneLayer.Source {
        switch visuals[scene.index] {
        case .image(let path, let print): return .image(path: path, print: print, zoom: ImageZoom(seed: scene.seed))
        case .clip(let path, let print): return .clip(path: path, print: print)
        case .title(let text, let icon):
            let card = TitleCard(
                title: text, glyph: glyph(icon), palette: palette(scene), canvas: canvas, seed: scene.seed)
            return drawn(scene, frames, card.badge, card.document(frames: frames))
        case .card(let icon):
            let card = SceneCard(glyph: glyph(icon), palette: palette(scene), canvas: canvas, seed: scene.seed)
            return drawn(scene, frames, card.badge, card.document(frames: frames))
        }
    }

    private func drawn(
        _ scene: Scene, _ frames: Int, _ badge: GlyphBadge, _ card: AssDocument
    ) -> SceneLayer.Source {
        let backdrop = CardBackdrop(badge: badge, palette: palette(scene), canvas: canvas, seed: scene.seed)
        return .drawn(
            gradient: backdrop.source(frames: frames), backdrop: backdrop.document(frames: frames), card: card)
    }

    private var canvas: PixelSize { options.aspect.canvas }

    private func palette(_ scene: Scene) -> Palette { Palette.of(scene: scene.index, seed: options.seed) }

    private func glyph(_ icon: String) -> String { icons.character(icon) ?? "" }

    private var captions: AssDocument {
        let writer = AssWriter(canvas: options.aspect.canvas, style: options.subtitles)
        var document = writer.document(options.subtitlesEnabled ? phrases : [])
        if options.progressBar {
            document.styles.append(AssSketch.shapeStyle)
            document.events +=
                ProgressBar(
                    canvas: options.aspect.canvas, totalFrames: plan.totalFrames, colour: options.subtitles.highlight
                ).events
        }
        return document
    }
}
