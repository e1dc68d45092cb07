package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

class LocalAwsRegistryTest {

  private static final LocalAwsChoice DOCKER_ANSWERS =
      new LocalAwsChoice(LocalAwsKind.LOCALSTACK, "Docker answers", false);

  private final List<LocalAwsKind> started = new CopyOnWriteArrayList<>();

  private LocalAwsRegistry registry = registry(LocalAwsChoice.embedded("no Docker"));

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void nothingStartsBeforeItsFirstUse() {
    assertThat(started).isEmpty();
  }

  @Test
  void concurrentCallersGetOneStack() {
    List<LocalAws> stacks =
        IntStream.range(0, 8).parallel().mapToObj(i -> registry.select()).distinct().toList();

    assertThat(stacks).hasSize(1);
    assertThat(started).containsExactly(LocalAwsKind.EMBEDDED);
    assertThat(registry.of(LocalAwsKind.EMBEDDED)).isSameAs(stacks.get(0));
  }

  @Test
  void usersCannotCloseASharedStackButItsRegistryCan() {
    LocalAws stack = registry.select();
    stack.close();
    assertThat(stack.s3().listBuckets().buckets()).isEmpty();

    try (S3Client own = stack.s3Builder().build()) {
      registry.close();
      assertThatThrownBy(own::listBuckets).isInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void kindThatDoesNotStartIsReplacedByEmbedded() {
    registry = registry(DOCKER_ANSWERS);

    assertThat(registry.select().name()).isEqualTo("embedded-memory");
    assertThat(registry.select().name()).isEqualTo("embedded-memory");
    assertThat(started).containsExactly(LocalAwsKind.LOCALSTACK, LocalAwsKind.EMBEDDED);
  }

  @Test
  void forcedKindThatDoesNotStartFailsEachTimeAndIsTriedOnce() {
    registry = registry(new LocalAwsChoice(LocalAwsKind.LOCALSTACK, "asked for", true));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(registry::select)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot start LocalStack: no image");
    }
    assertThat(started).containsExactly(LocalAwsKind.LOCALSTACK);
  }

  /** Returns a registry on a machine where LocalStack never starts. */
  private LocalAwsRegistry registry(LocalAwsChoice choice) {
    return new LocalAwsRegistry(
        () -> choice,
        kind -> {
          started.add(kind);
          if (kind == LocalAwsKind.LOCALSTACK) {
            throw new IllegalStateException("Cannot start LocalStack: no image");
          }
          return kind.start();
        });
  }
}
