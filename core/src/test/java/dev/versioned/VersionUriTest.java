package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.maintenance.Interposed;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult.Outcome;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionUriTest {
  private final BlobStore blobs =
      Interposed.on(
          BlobStore.class,
          new MemoryBlobStore(),
          (method, arguments, call) ->
              method.getName().equals("place") ? Optional.of("s3://acme/prod/") : call.proceed());
  private final ItemStore items =
      Interposed.on(
          ItemStore.class,
          new MemoryItemStore(),
          (method, arguments, call) ->
              method.getName().equals("identity")
                  ? Optional.of(StoreIdentity.ofKnown("table-1"))
                  : call.proceed());
  private final Artifact app =
      ArtifactRepository.of(blobs, items, RepositorySettings.defaults()).artifact("app");
  private final Content content = Content.of("one").withFileName("my app.jar");

  @Test
  void everyWayToAVersionGivesItsUri(@TempDir Path folder) {
    String uri = "s3://acme/prod/app/000000000001/my_app.jar";
    Version published = app.publish(content).version();
    assertThat(published.uri()).hasToString(uri);
    assertThat(published.fileName()).isEqualTo("my app.jar");
    assertThat(app.publish(content).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(app.publish(content).version().uri()).hasToString(uri);
    assertThat(app.resolve("1").uri()).hasToString(uri);
    assertThat(app.resolve("$LATEST").uri()).hasToString(uri);
    assertThat(app.versions().map(Version::uri)).hasToString("[" + uri + "]");
    app.alias("LIVE").pointTo(published);
    assertThat(app.resolve("LIVE").uri()).hasToString(uri);
    Path file = folder.resolve("LIVE");
    for (int i = 0; i < 2; i++) {
      try (LiveAlias live = app.alias("LIVE").watch(watch -> watch.keepIn(file))) {
        assertThat(live.route().uri()).hasToString(uri);
      }
    }
  }

  @Test
  void workingCopyHasAUri() {
    assertThat(app.put(content).uri().toString())
        .startsWith("s3://acme/prod/app/latest/")
        .endsWith("/my_app.jar");
    assertThat(app.resolve("$LATEST").uri().toString()).endsWith("/my_app.jar");
  }

  @Test
  void storeInMemoryHasNoPlace() {
    Version version = ArtifactRepository.inMemory().artifact("app").publish(content).version();
    assertThat(version.uri()).hasToString("memory:app/000000000001/my_app.jar");
  }

  @Test
  void sharedUrlIsOfATrustedVersionForAWeek() {
    BlobStore signing =
        Interposed.on(
            BlobStore.class,
            new MemoryBlobStore(),
            (method, arguments, call) ->
                method.getName().equals("presign")
                    ? Optional.of(URI.create("https://s3/?" + List.of(arguments).hashCode()))
                    : call.proceed());
    MemoryItemStore table = new MemoryItemStore();
    Artifact shared =
        ArtifactRepository.of(signing, table, RepositorySettings.defaults()).artifact("app");
    Version version = shared.publish(content).version();
    assertThat(shared.presign(version, Duration.ofDays(7))).hasScheme("https");
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(7).plusMillis(1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> shared.presign(version, wrong));
    }
    TrustPolicy policy = TrustPolicy.of(SigningKey.generate().verifyingKey());
    Artifact strict =
        ArtifactRepository.of(signing, table, RepositorySettings.defaults().withTrustPolicy(policy))
            .artifact("app");
    assertThatExceptionOfType(UntrustedVersionException.class)
        .isThrownBy(() -> strict.presign(version, Duration.ofHours(1)));
  }

  @Test
  void storeInMemoryMakesNoUrls() {
    Artifact inMemory = ArtifactRepository.inMemory().artifact("app");
    Version version = inMemory.publish(content).version();
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> inMemory.presign(version, Duration.ofHours(1)))
        .withMessageContaining("Cannot presign app:1: its store makes no URLs");
  }

  @Test
  void metadataIsComparedExactly() {
    Version version = app.publish(content, p -> p.metadata("git.sha", "1a2b")).version();
    assertThat(version.hasMetadata("git.sha", "1a2b")).isTrue();
    assertThat(version.hasMetadata("git.sha", "1a2")).isFalse();
    assertThat(version.hasMetadata("git", "1a2b")).isFalse();
  }
}
