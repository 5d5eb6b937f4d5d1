import Generation
package import Images
package import Tensors

/// What pictures look like before they are done, at next to no cost: their latents' projection to colours.
///
/// All that happens per preview is arithmetic on the host, which neither a cancelled task nor another backend keeps from being
/// done, and which leaves the picture's own numbers alone.
package final class LatentPreviewer: Sendable {
    private let pipeline: LatentDiffusionPipeline
    @Compute private var projection: LatentProjection?

    /// A previewer of a pipeline's pictures.
    package init(_ pipeline: LatentDiffusionPipeline) {
        self.pipeline = pipeline
    }

    /// The picture that the latest step of `denoising` leads to, a pixel for each of its latents.
    @Compute
    package func preview(of denoising: Denoising) async throws -> RGBImage {
        try await field(of: denoising).image
    }

    /// The same in the size of the whole picture.
    @Compute
    package func enlargedPreview(of denoising: Denoising) async throws -> RGBImage {
        let size = denoising.request.size
        return try await field(of: denoising)
            .enlarged(width: size.width, height: size.height).image
    }

    @Compute
    private func field(of denoising: Denoising) async throws -> ColourField {
        let shape = denoising.latents.shape
        let colours = try await knownProjection().colours(of: denoising.estimate())
        return ColourField(width: shape[2], height: shape[1], colours: colours)
    }

    /// The projection of the model's family, or the one that its VAE gives, found once.
    ///
    /// It is sought in a task of its own, since the one that asks may be cancelled.
    @Compute
    private func knownProjection() async throws -> LatentProjection {
        if let projection { return projection }
        let pipeline = pipeline
        let found =
            if let published = LatentProjection.published(for: pipeline.vae) {
                published
            } else {
                try await Task { @Compute in try LatentProjection.fitted(to: pipeline) }.value
            }
        projection = found
        return found
    }
}
