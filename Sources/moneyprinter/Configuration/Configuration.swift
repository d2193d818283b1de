/// Everything a user may choose, as plain values: the defaults below, then the file, then the environment.
///
/// A section is the choices of one part of the house. `Composition` hands them on; no other part knows the
/// file, and this folder knows no other part. What each value means and which are allowed is written once,
/// in ``Settings``.
struct Configuration: Equatable, Sendable {
    /// Where the log, the videos and the caches live; made when it is missing.
    var dataFolder = "data"
    var server = Server()
    var log = Log()
    var retention = Retention()
    var tasks = Tasks()
    var limits = Limits()
    var sockets = Sockets()
    var resultCache = ResultCache()
    var script = Script()
    var llm = LLM()
    var voice = Voice()
    var materials = Materials()
    var video = Video()
    var telemetry = Telemetry()
    var queries = Queries()
    var series = Series()
    var recording = Recording()
    var replay = Replay()
    var dashboards = Dashboards()
    var monitoring = Monitoring()
    var alerting = Alerting()
    /// The rules to watch; those of a file replace the published sample's.
    var alertRules = AlertRule.samples
    var access = Access()
    var outbound = Outbound()
    var gateway = Gateway()
    var redis = Redis()
    /// What the reader of the file should know although it is no error, one sentence each.
    var notes: [String] = []
}
