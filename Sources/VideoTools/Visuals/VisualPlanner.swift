/// Decides what is seen in each scene: the user's material where it fits, a drawn card elsewhere.
public struct VisualPlanner: Sendable {
    private let icons: IconCatalogue
    private let library: MaterialLibrary?

    public init(icons: IconCatalogue, library: MaterialLibrary? = nil) {
        self.icons = icons
        self.library = library
    }

    /// One visual a scene, in order.
    public func visuals(for plan: ScenePlan, subject: String, seed: UInt64) async -> [Visual] {
        let local = await library?.choose(for: plan.scenes) ?? []
        var used: Set<String> = []
        return plan.scenes.map { scene in
            if scene.index < local.count, let material = local[scene.index] { return material }
            let phrases = scene.isTitle ? [subject, scene.text] : [scene.term, scene.text, subject]
            let icon = icons.icon(for: phrases, avoiding: used, seed: scene.seed)
            used.insert(icon)
            return scene.isTitle ? .title(text: subject, icon: icon) : .card(icon: icon)
        }
    }
}
