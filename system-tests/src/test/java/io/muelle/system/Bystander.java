package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;

/** An image that nobody touches: whatever is done to the registry, it must stay as it is. */
record Bystander(Repository repository, Image image) {
    static Bystander pushed(Registry registry) {
        Repository repository = Repository.fresh(registry);
        Image image = Image.random(2, 6000);
        repository.client().push(repository.name(), "untouched", image);
        return new Bystander(repository, image);
    }

    void shouldBeUnharmed() {
        Response manifest = repository.getManifest("untouched").expect(200);
        assertThat(manifest.body()).isEqualTo(image.manifest());
        for (byte[] blob : image.blobs()) {
            Digest digest = Image.digest(blob);
            assertThat(repository.get("blobs/" + digest).expect(200).body()).isEqualTo(blob);
        }
        assertThat(repository.get("tags/list").expect(200).json().get("tags").toString())
                .isEqualTo("[\"untouched\"]");
    }
}
