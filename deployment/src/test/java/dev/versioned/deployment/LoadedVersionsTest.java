package dev.versioned.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedVersionsTest {
  @TempDir Path directory;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact artifact = repository.artifact("checkout");
  private final List<Version> retired = new ArrayList<>();
  private final LoadedVersions<String> versions =
      new LoadedVersions<>(loaded -> retired.add(loaded.version()));

  private Version add(String text) {
    Version version = artifact.publish(Content.of(text)).version();
    ArtifactCache cache = ArtifactCache.builder(repository, directory).build();
    versions.add(new Loaded<>(version, text, null, cache.pin(version), Duration.ZERO));
    return version;
  }

  @Test
  void preparedVersionIsKeptOverOneChange() {
    Version one = add("one");
    versions.change(List.of(one));
    Version two = add("two");
    assertThat(versions.missing(List.of(two))).isEmpty();
    versions.change(List.of(one));
    assertThat(versions.find(two)).isNotNull();
    assertThat(retired).isEmpty();
    versions.change(List.of(one));
    assertThat(versions.find(two)).isNull();
    assertThat(retired).containsExactly(two);
  }

  @Test
  void roomIsMadeOfWhatNothingWants() {
    Version one = add("one");
    Version two = add("two");
    Version three = add("three");
    versions.dropUnwanted(List.of(two), List.of(one));
    assertThat(retired).containsExactly(three);
    assertThat(versions.all()).hasSize(2);
  }

  @Test
  void equalVersionOfALaterReadIsFound() {
    Version one = add("one");
    Version again = artifact.resolve(one.number());
    assertThat(again).isNotSameAs(one);
    assertThat(versions.find(again)).isNotNull();
    versions.change(List.of(again));
    assertThat(versions.find(again).version()).isSameAs(again);
  }

  @Test
  void clearedVersionsAreRetired() {
    Version one = add("one");
    versions.clear();
    assertThat(retired).containsExactly(one);
    assertThat(versions.find(one)).isNull();
  }
}
