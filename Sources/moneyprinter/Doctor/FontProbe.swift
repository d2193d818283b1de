import Foundation
import VideoTools

/// Font families that subtitles and scene cards are drawn with.
struct FontProbe: Sendable {
    let family: String
    var need = Part.Need.optional
    let cost: String
    let package: String

    private static let all = [
        FontProbe(
            family: "Lato", cost: "Latin, Greek and Cyrillic subtitles in a fallback font", package: "fonts-lato"),
        FontProbe(
            family: "Noto Sans CJK", cost: "Chinese, Japanese and Korean subtitles as empty boxes",
            package: "fonts-noto-cjk"),
        FontProbe(
            family: "DejaVu Sans", cost: "Arabic and Hebrew subtitles as empty boxes", package: "fonts-dejavu-core"),
        FontProbe(
            family: "Material Design Icons", need: .required,
            cost: "the service does not start: scene cards are drawn with it",
            package: "fonts-materialdesignicons-webfont"),
    ]

    /// Asks fontconfig once, as the subtitle renderer does.
    static func examineAll() async -> [Part] {
        guard ExternalProgram.locate("fc-list") != nil else {
            return all.map { $0.part(.missing, "fc-list is missing: install fontconfig") }
        }
        let lister = ExternalProgram(executable: "fc-list", niceness: 0, timeout: .seconds(30))
        do throws(StageError) {
            let families = try await lister.runToSuccess([":", "family"]).output
            return all.map { font in
                let isThere = families.contains(font.family)
                return font.part(isThere ? .ok : .missing, isThere ? "" : "fontconfig knows no such family")
            }
        } catch {
            return all.map { $0.part(.limited, "fc-list cannot be used: \(error.message)") }
        }
    }

    private func part(_ state: Part.State, _ detail: String) -> Part {
        Part(
            name: "font \(family)", need: need, state: state, detail: detail, cost: cost,
            install: "apt-get install -y --no-install-recommends fontconfig \(package)")
    }
}
