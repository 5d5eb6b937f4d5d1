import FoundationEssentials
package import Tensors

/// A component's folder of a repository in diffusers layout, which can hold its weights whole, in shards, and in variants.
package enum WeightsFolder {
    /// Opens the weights named `base` (`model`, `diffusion_pytorch_model`) in `folder`.
    ///
    /// `variants` are tried in order; "" is the plain file (`model.safetensors`), `fp16` is `model.fp16.safetensors`.
    package static func open(
        _ folder: String, base: String, variants: [String], device: Device, dtype: DType
    ) throws -> WeightsStore {
        for variant in variants {
            let suffix = variant.isEmpty ? "" : "." + variant
            let whole = "\(folder)/\(base)\(suffix).safetensors"
            if FileManager.default.fileExists(atPath: whole) {
                let file = try SafetensorsFile(path: whole)
                return WeightsStore(
                    path: whole, files: [file], device: device, dtype: dtype)
            }
            let index = "\(folder)/\(base).safetensors.index\(suffix).json"
            if FileManager.default.fileExists(atPath: index) {
                let files = try shards(index: index, folder: folder)
                return WeightsStore(
                    path: index, files: files, device: device, dtype: dtype)
            }
        }
        throw WeightsError.noFile(
            folder: folder, expected: base + ".safetensors", onlyPickles: hasPickles(folder))
    }

    /// The files that an index names, each checked to hold the tensors that the index says.
    private static func shards(index: String, folder: String) throws -> [SafetensorsFile] {
        guard let data = FileManager.default.contents(atPath: index),
            let map = try? JSONDecoder().decode(Index.self, from: data)
        else {
            throw WeightsError.damaged(path: index, why: "it is not an index of weights")
        }
        let files = try Set(map.weightMap.values).sorted().map { name in
            guard !name.contains("/"), name.hasSuffix(".safetensors") else {
                throw WeightsError.damaged(path: index, why: "it names the file `\(name)`")
            }
            return try SafetensorsFile(path: "\(folder)/\(name)")
        }
        let names = Dictionary(
            uniqueKeysWithValues: files.map { ($0.path, Set($0.names)) })
        for (tensor, file) in map.weightMap.sorted(by: { $0.key < $1.key }) {
            let path = "\(folder)/\(file)"
            guard names[path]?.contains(tensor) == true else {
                throw WeightsError.missing(path: path, tensor: tensor, nearest: [])
            }
        }
        return files
    }

    private struct Index: Decodable {
        var weightMap: [String: String]

        private enum CodingKeys: String, CodingKey {
            case weightMap = "weight_map"
        }
    }

    private static func hasPickles(_ folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains {
            $0.hasSuffix(".bin") || $0.hasSuffix(".ckpt") || $0.hasSuffix(".pt")
        }
    }
}
