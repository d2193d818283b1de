/// What one dashboard shows: a file `dashboards/<uid>.json` in a subset of Grafana's dashboard model.
///
/// Grafana imports such a file as it is. Two keys are ours, and Grafana passes over them: a panel's `source` names a
/// ``PanelSource`` that fills the panel here instead of its expressions, and `sections` names sources of type
/// ``PanelType/section``. The subset is described in `docs/guides/dashboards.md`.
public struct Dashboard: Equatable, Sendable {
    /// Grafana's `uid`: lowercase letters, digits, `-` and `_`; also the file's name.
    public let name: String
    public let title: String
    public let description: String?
    /// Seconds that it shows up to the moment asked for, from `time.from`.
    public let span: Double
    public let panels: [Panel]
    /// Sources whose objects stand beside the panels.
    public let sections: [String]
}
