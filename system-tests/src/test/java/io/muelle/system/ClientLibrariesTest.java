package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.muelle.contracts.name.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import land.oras.Annotations;
import land.oras.ArtifactType;
import land.oras.Config;
import land.oras.ContainerRef;
import land.oras.LocalPath;
import land.oras.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote. */
class ClientLibrariesTest {
    private static final int LARGE = 3 << 20;

    private final Registry registry = Registry.shared();

    @TempDir
    Path folder;

    @Test
    void shouldServeJib() throws Exception {
        Path content = Files.write(folder.resolve("content"), Image.randomBytes(LARGE));
        JibContainer pushed = containerize(
                Jib.fromScratch().addLayer(List.of(content), AbsoluteUnixPath.get("/")), "admin/jib:one", "first");

        JibContainer copied = containerize(
                Jib.from(image("admin/jib:one")).addLabel("copied", "yes"), "admin/jib-copy:two", "second");

        Client client = registry.administrator();
        Response original = client.getManifest("admin/jib", "one").expect(200);
        Response copy = client.getManifest("admin/jib-copy", "two").expect(200);
        Digest layer = Digest.parse(copy.json().at("/layers/0/digest").textValue());
        assertThat(Image.digest(original.body())).hasToString(pushed.getDigest().toString());
        assertThat(Image.digest(copy.body())).hasToString(copied.getDigest().toString());
        assertThat(original.json().at("/layers/0/digest").textValue()).isEqualTo(layer.toString());
        assertThat(Image.digest(
                        client.getBlob("admin/jib-copy", layer).expect(200).body()))
                .isEqualTo(layer);
    }

    /** Each with a cache of its own, so that layers have to come from the registry. */
    private JibContainer containerize(JibContainerBuilder builder, String target, String cache) throws Exception {
        return builder.setFormat(ImageFormat.OCI)
                .containerize(Containerizer.to(image(target))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(folder.resolve(cache + "-base"))
                        .setApplicationLayersCache(folder.resolve(cache + "-layers")));
    }

    private RegistryImage image(String name) throws Exception {
        return RegistryImage.named(registry.authority() + '/' + name).addCredential("admin", registry.password());
    }

    @Test
    void shouldServeOras() throws Exception {
        byte[] content = Image.randomBytes(LARGE);
        Path file = Files.write(folder.resolve("artifact.bin"), content);
        Path pulled = Files.createDirectory(folder.resolve("pulled"));
        land.oras.Registry oras = land.oras.Registry.builder()
                .insecure(registry.authority(), "admin", registry.password())
                .build();
        ContainerRef reference = ContainerRef.parse(registry.authority() + "/admin/oras:one");
        ArtifactType type = ArtifactType.from("application/vnd.example.artifact");

        Manifest pushed = oras.pushArtifact(reference, type, Annotations.empty(), Config.empty(), LocalPath.of(file));
        oras.pullArtifact(reference, pulled, false);

        assertThat(pulled.resolve("artifact.bin")).hasBinaryContent(content);
        assertThat(oras.getTags(reference).tags()).containsExactly("one");
        assertThat(Image.digest(registry.administrator()
                        .getManifest("admin/oras", "one")
                        .expect(200)
                        .body()))
                .hasToString(pushed.getDescriptor().getDigest());
    }
}
