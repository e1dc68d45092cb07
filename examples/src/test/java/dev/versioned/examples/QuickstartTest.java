package dev.versioned.examples;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.versioned.ArtifactRepository;
import dev.versioned.testkit.ArtifactRepositoryExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArtifactRepositoryExtension.class)
@Tag("full")
class QuickstartTest {

  @Test
  void runs(ArtifactRepository repo) {
    assertThatCode(() -> Quickstart.run(repo)).doesNotThrowAnyException();
  }
}
