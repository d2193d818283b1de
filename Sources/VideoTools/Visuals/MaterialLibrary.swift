import Foundation

/// The user's own pictures and films, in folders the operator has allowed.
///
/// A file is described by its name and, where there is a text file of the same name beside it
/// (`IMG_1.jpg`, `IMG_1.txt`), by that. The same folders give the same choice.
public struct MaterialLibrary: Sendable {
    /// A usable file.
    struct Material: Equatable, Sendable {
        let path: String
        let isFilm: Bool
        let stems: Set<String>
        /// Size and time of change: enough to see that the file is still the same.
        let print: String
    }

    /// At most this many files are looked at.
    public let limit: Int
    private let roots: [String]
    private let probe: MediaProbe

    /// - Parameter roots: absolute paths of folders; links that lead out of them are not followed.
    public init(roots: [String], ffprobe: String = "ffprobe", limit: Int = 2000) {
        self.roots = roots
        self.limit = limit
        self.probe = MediaProbe(executable: ffprobe)
    }

    /// A file for each scene that one fits, in order of the scenes; nil elsewhere.
    ///
    /// Fitting means to share a word with the scene's term or, as a second choice, its text. Among equals the
    /// least used, then the first by name; nothing comes twice before all that fit have come.
    func choose(for scenes: [Scene]) async -> [Visual?] {
        var candidates = files()
        var uses: [String: Int] = [:]
        var chosen: [Visual?] = []
        for scene in scenes {
            var visual: Visual?
            while !scene.isTitle, visual == nil, let best = best(for: scene, in: candidates, uses) {
                visual = await usable(best)
                if visual == nil { candidates.removeAll { $0 == best } } else { uses[best.path, default: 0] += 1 }
            }
            chosen.append(visual)
        }
        return chosen
    }

    private func best(for scene: Scene, in materials: [Material], _ uses: [String: Int]) -> Material? {
        let term = Set(Stem.words(scene.term))
        let text = Set(Stem.words(scene.text).filter { $0.count > 3 })
        func score(_ material: Material) -> Double {
            Double(material.stems.intersection(term).count) + 0.25 * Double(material.stems.intersection(text).count)
        }
        return materials.filter { score($0) > 0 }.min { one, two in
            (uses[one.path] ?? 0, -score(one), one.path) < (uses[two.path] ?? 0, -score(two), two.path)
        }
    }

    /// Looks into the file: what cannot be decoded, or is too large to be decoded safely, is passed over.
    private func usable(_ material: Material) async -> Visual? {
        guard let info = try? await probe.info(material.path), let video = info.video, let width = video.width,
            let height = video.height, width >= 64, height >= 64
        else { return nil }
        guard isSafe(info, material, width, height), (try? await probe.hasPicture(material.path)) == true else {
            return nil
        }
        return material.isFilm
            ? .clip(path: material.path, print: material.print) : .image(path: material.path, print: material.print)
    }

    private func isSafe(_ info: MediaInfo, _ material: Material, _ width: Int, _ height: Int) -> Bool {
        guard material.isFilm else { return width * height <= 40_000_000 }
        let seconds = info.duration ?? 0
        return max(width, height) <= 4096 && (info.frameRate ?? 0) <= 61 && (0.5...600).contains(seconds)
    }

    private func files() -> [Material] {
        var found: [Material] = []
        for root in roots.compactMap(AllowedRoots.real) {
            let names = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).sorted()
            for name in names where found.count < limit {
                if let material = material(root + "/" + name, in: root) { found.append(material) }
            }
        }
        return found
    }

    private func material(_ path: String, in root: String) -> Material? {
        let url = URL(filePath: path)
        let kind = url.pathExtension.lowercased()
        let isFilm = Self.films.contains(kind)
        guard isFilm || Self.images.contains(kind), let real = AllowedRoots.real(path), real.hasPrefix(root + "/"),
            let attributes = try? FileManager.default.attributesOfItem(atPath: real),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { return nil }
        let sidecar = url.deletingPathExtension().appendingPathExtension("txt").path
        let tags = AllowedFile(sidecar, under: [root]).flatMap { FileManager.default.contents(atPath: $0.path) }
            .map { String(decoding: $0.prefix(4096), as: UTF8.self) }
        let words = url.deletingPathExtension().lastPathComponent + " " + (tags ?? "")
        let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return Material(
            path: real, isFilm: isFilm, stems: Set(Stem.words(words).filter { $0.count > 2 }),
            print: "\((attributes[.size] as? Int) ?? 0)-\(Int(changed * 1000))")
    }

    private static let films: Set<String> = ["mp4", "mov", "m4v", "mkv", "webm"]
    private static let images: Set<String> = ["jpg", "jpeg", "png", "webp"]
}
