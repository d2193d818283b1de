import Alerting
import EventStore
import MCPService
import Projections

extension AlertFunctions {
    /// The alerting module, as the routes want it.
    init(log: any EventLog, series: SeriesHost) {
        let index = TickIndex(log: log)
        self.init(
            parse: { (yaml) throws(Fault) in
                do throws(RuleFileError) { return try RuleFile.parse(yaml).rules } catch {
                    throw Fault("\(error)")
                }
            },
            write: { RuleFileWriter.yaml($0) },
            check: { (matchers) throws(Fault) in
                do throws(RoutingError) { _ = try LabelMatchers(matchers) } catch {
                    throw Fault(field: "matchers", "\(error)")
                }
            },
            backtest: { rules, from, to, inForce in
                try await Backtest(log: log, series: series, index: index)
                    .run(rules, from: from, to: to, inForce: inForce).json
            },
            explain: { alert, position in
                try await AlertExplainer(log: log, series: series).explain(alert, asOf: position).json
            })
    }
}
