import Layers
import Tensors

/// The names and shapes of the tensors in a checkpoint's file, which tell what model it is of.
struct CheckpointShapes: Sendable {
    /// The file.
    let path: String
    /// The names of all tensors.
    let names: Set<String>
    private let file: SafetensorsFile
    /// Every beginning of a name that ends before a dot.
    private let places: Set<Substring>

    /// The names and shapes in `file`.
    init(_ file: SafetensorsFile) {
        self.file = file
        path = file.path
        names = Set(file.names)
        var places: Set<Substring> = []
        for name in names {
            for dot in name.indices where name[dot] == "." { places.insert(name[..<dot]) }
        }
        self.places = places
    }

    /// Whether the file says that its model predicts velocity, not noise.
    var predictsVelocity: Bool {
        names.contains(CheckpointMarker.velocity)
            || file.metadata[CheckpointMarker.prediction] == "v"
    }

    /// Whether there are tensors below a place (`model.diffusion_model`).
    func has(_ place: String) -> Bool {
        places.contains(place[...])
    }

    /// The size of a dimension of a tensor, which must be there and have as many.
    func size(_ name: String, _ dimension: Int) throws -> Int {
        guard let shape = file.shape(name) else {
            throw WeightsError.missing(name, among: names, path: path)
        }
        guard shape.sizes.indices.contains(dimension) else {
            throw SingleFileError.oddShape(path: path, tensor: name, shape: shape.sizes)
        }
        return shape[dimension]
    }

    /// How many places there are that are numbered from 0 on.
    func count(_ place: (Int) -> String) -> Int {
        var count = 0
        while has(place(count)) { count += 1 }
        return count
    }
}
