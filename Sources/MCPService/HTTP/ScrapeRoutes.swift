import EventStore
import HTTPTypes
import Hummingbird
import NIOCore
import Projections

/// `GET /metrics`: the metrics of the service for a scrape, in Prometheus' text or OpenMetrics.
struct ScrapeRoutes: Sendable {
    let series: SeriesHost

    func add(to router: Router<ServiceContext>) {
        router.get("metrics") { call, _ in
            let format = Exposition.Format(accept: call.headers[.accept])
            let families = series.producer(ServiceSeries.self)?.families ?? []
            return HTTPAnswer(
                status: .ok, headers: [.contentType: format.rawValue, .vary: "Accept"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: Exposition.text(of: families, format: format))))
        }
    }
}
