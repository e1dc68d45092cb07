package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.ArtifactRepository;
import java.net.URI;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class S3DynamoRepositoryTest {
  private static S3DynamoRepository.Builder builder() {
    return S3DynamoRepository.builder().region("eu-west-1").endpoint(URI.create("http://x:1"));
  }

  @Test
  void withoutBucketTheErrorNamesTheMethod() {
    assertThatThrownBy(() -> builder().table("table").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("call bucket()");
  }

  @Test
  void withoutTableTheErrorNamesTheMethod() {
    assertThatThrownBy(() -> builder().bucket("b").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("call table()");
  }

  @Test
  void tableHasANameOrAnArn() {
    for (String wrong : new String[] {"", "t2", "a table", "x".repeat(256)}) {
      assertThatThrownBy(() -> builder().table(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "' as a table: a name has 3 to 255");
    }
    builder().table("a-1").table("arn:aws:dynamodb:eu-west-1:123456789012:table/acme");
  }

  @Test
  void accountIdHasTwelveDigits() {
    assertThatThrownBy(() -> builder().expectedBucketOwner("123"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 digits");
  }

  @Test
  void partsAreNotSmallerThanS3Takes() {
    assertThatThrownBy(
            () ->
                builder()
                    .bucket("b")
                    .table("table")
                    .settings(s -> s.withPartBytes(1 << 20))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the minimum of S3 is 5 MiB");
  }

  @Test
  void openingAndClosingMakeNoCalls() {
    try (ArtifactRepository repo =
        builder().bucket("b").table("table").settings(s -> s.withActor("me")).build()) {
      repo.artifact("checkout");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsRefusedByName() {
    Map<String, ThrowingCallable> doors =
        Map.of(
            "bucket", () -> builder().bucket(null),
            "table", () -> builder().table(null),
            "prefix", () -> builder().prefix(null),
            "accountId", () -> builder().expectedBucketOwner(null),
            "region", () -> builder().region(null),
            "profile", () -> builder().profile(null),
            "endpoint", () -> builder().endpoint(null),
            "s3", () -> builder().s3(null),
            "dynamoDb", () -> builder().dynamoDb(null),
            "settings", () -> builder().settings(null));
    doors.forEach(
        (name, door) ->
            assertThatThrownBy(door).isInstanceOf(NullPointerException.class).hasMessage(name));
  }
}
