package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A second release of the same sources, in another folder and time zone and by another key, has the
 * same bytes; and where the first is named as the last release, nothing is found to be broken.
 */
@Tag("full")
class SameBytesTest {
  @Test
  void releaseMadeTwiceHasTheSameBytes() throws Exception {
    Release first = Release.first();
    ReleaseTree tree = ReleaseTree.copyTo(Path.of("target", "again", "tree").toAbsolutePath());
    tree.succeed(".ci/version", Release.VERSION);
    tree.commit();
    Release again =
        Release.of(
            tree,
            ThrowAwayKey.create(),
            Map.of("TZ", "Pacific/Auckland", "LC_ALL", "C"),
            "--last",
            first.bundle().toString());
    assertThat(again.files().keySet()).isEqualTo(first.files().keySet());
    List<String> different = new ArrayList<>();
    for (Map.Entry<String, Path> file : first.files().entrySet()) {
      if (!file.getKey().endsWith(".asc")
          && Files.mismatch(file.getValue(), again.files().get(file.getKey())) >= 0) {
        different.add(file.getKey());
      }
    }
    assertThat(different).isEmpty();
    assertThat(first.published()).hasSizeGreaterThan(30);
  }
}
