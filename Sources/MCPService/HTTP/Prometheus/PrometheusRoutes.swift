import EventStore
import HTTPTypes
import Hummingbird
import Projections
import PromQL

/// `/api/v1/*`: the HTTP API of Prometheus (2.42) over the series of the log, now or as of any position with `at=`.
///
/// And `GET /v1/series/evidence`, which Prometheus has not: the events behind samples. Grafana's Prometheus data source,
/// vmalert and Prometheus' own clients take it for a Prometheus.
struct PrometheusRoutes: Sendable {
    let queries: PrometheusQueries
    let catalogue: PrometheusCatalogue
    let rules: PrometheusRules
    let status: PrometheusStatus
    let evidence: SeriesEvidence
    private let desk: QueryDesk
    /// Bytes of a form.
    let bodyLimit: Int

    init(_ parts: HTTPService.Parts, _ settings: HTTPService.Settings, clock: any WallClock = SystemWallClock()) {
        desk = QueryDesk(limit: settings.openQueries)
        let view = SeriesView(series: parts.series, host: parts.host, desk: desk)
        queries = PrometheusQueries(
            series: view, exemplars: ExemplarSearch(log: parts.log), clock: clock, options: settings.queries)
        catalogue = PrometheusCatalogue(series: view, seriesLimit: settings.queries.limits.series)
        evidence = SeriesEvidence(series: view, clock: clock, options: settings.queries)
        rules = PrometheusRules(host: parts.host)
        status = PrometheusStatus(
            host: parts.host, catalogue: catalogue, version: parts.pipeline.server.version, start: clock.now())
        bodyLimit = settings.bodyLimit
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1")
        both(group, "query", queries.instant)
        both(group, "query_range", queries.range)
        both(group, "query_exemplars", queries.exemplars)
        both(group, "format_query", queries.format)
        both(group, "labels", catalogue.names)
        both(group, "series", catalogue.series)
        get(group, "metadata", catalogue.metadata)
        group.get("label/:name/values") { call, context in
            await form(call) { try await catalogue.values(of: context.parameters.get("name") ?? "", $0) }
        }
        get(group, "rules", rules.rules)
        get(group, "alerts", rules.alerts)
        get(group, "status/buildinfo", status.build)
        get(group, "status/runtimeinfo", status.runtime)
        get(group, "status/tsdb", status.series)
        get(group, "status/flags", status.flags)
        get(group, "status/config", status.configuration)
        get(group, "targets", status.targets)
        get(group, "alertmanagers", status.alertmanagers)
        router.get("v1/series/evidence") { call, _ in await form(call, evidence.find) }
        // Grafana tells by this text that there is no ruler here.
        group.get("**") { _, _ in Self.unknown }
        group.post("**") { _, _ in Self.unknown }
    }

    private typealias Answer = @Sendable (PrometheusForm) async throws -> PrometheusAnswer

    private func get(_ group: RouterGroup<ServiceContext>, _ path: RouterPath, _ answer: @escaping Answer) {
        group.get(path) { call, _ in await form(call, answer) }
    }

    private func both(_ group: RouterGroup<ServiceContext>, _ path: RouterPath, _ answer: @escaping Answer) {
        get(group, path, answer)
        group.post(path) { call, _ in await form(call, answer) }
    }

    private func form(
        _ call: HTTPCall, _ answer: (PrometheusForm) async throws -> PrometheusAnswer
    ) async -> HTTPAnswer {
        let accepted = call.headers[.acceptEncoding]
        let given = await PrometheusAnswer.catching { try await answer(PrometheusForm(call, bodyLimit: bodyLimit)) }
        guard given.isWorthPacking(for: accepted) else { return given.http }
        return await desk.lend { given.packed }.http
    }

    private static var unknown: HTTPAnswer {
        HTTPAnswer(
            status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "404 page not found\n")))
    }
}
