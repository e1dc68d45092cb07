package dev.versioned;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The limits of the options of a publish. */
class PublishOptionsTest {
  @Test
  void metadataHasLimits() {
    PublishOptions options = new PublishOptions();
    options.metadata("git.sha", "1a2b").metadata("note", "größer\n");
    assertThatIllegalArgumentException().isThrownBy(() -> options.metadata("", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> options.metadata("a b", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.metadata("big", "x".repeat(4096)))
        .withMessageContaining("4096");
    assertThatIllegalArgumentException().isThrownBy(() -> options.description("x".repeat(257)));
    assertThatIllegalArgumentException().isThrownBy(() -> options.idempotencyKey("a b"));
  }

  @Test
  void actorHasALengthLimit() {
    PublishOptions options = new PublishOptions();
    options.by("a".repeat(256));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.by("a".repeat(257)))
        .withMessageContaining("257");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RepositorySettings.defaults().withActor("a".repeat(257)))
        .withMessageContaining("257");
  }
}
