package dev.versioned.s3dynamo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.s3dynamo.S3DynamoRepository;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHttpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3.example.com",
        "HTTPS://192.0.2.1:9000",
        "http://localhost:4566",
        "http://LOCALHOST",
        "http://s3.localhost:4566",
        "http://127.0.0.1:9000",
        "http://127.8.9.10",
        "http://[::1]:9000",
        "http://[0:0:0:0:0:0:0:1]"
      })
  void httpsAndTheLoopbackStayOnThisMachine(String endpoint) {
    assertThat(PlainHttp.leavesThisMachine(URI.create(endpoint))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1:9000",
        "http://0.0.0.0:9000",
        "http://minio:9000",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://notlocalhost",
        "http://localhost@example.com",
        "http://[::2]",
        "http://my_host:9000",
        "ftp://192.0.2.1"
      })
  void plainHttpToOthersLeavesIt(String endpoint) {
    assertThat(PlainHttp.leavesThisMachine(URI.create(endpoint))).isTrue();
  }

  private static S3DynamoRepository.Builder builder() {
    return S3DynamoRepository.builder().bucket("b").table("table").region("eu-west-1");
  }

  @Test
  void plainHttpEndpointIsRefusedWhereItIsSet(@TempDir Path directory) throws Exception {
    S3DynamoRepository.Builder set =
        builder().endpoint(URI.create("http://192.0.2.1:9")).encrypted();
    assertThatThrownBy(set::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://192.0.2.1");
    assertThatCode(() -> builder().endpoint(URI.create("http://192.0.2.1:9")).build().close())
        .doesNotThrowAnyException();
    for (String name : List.of("aws.endpointUrl", "aws.endpointUrlS3", "aws.endpointUrlDynamoDb")) {
      System.setProperty(name, "http://192.0.2.1:9");
      try {
        assertThatThrownBy(() -> builder().encrypted().build())
            .as(name)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("http://192.0.2.1");
      } finally {
        System.clearProperty(name);
      }
    }
    Path config =
        Files.writeString(
            directory.resolve("config"), "[default]\nendpoint_url = http://192.0.2.1:9\n");
    System.setProperty("aws.configFile", config.toString());
    try {
      assertThatThrownBy(() -> builder().encrypted().build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("http://192.0.2.1");
    } finally {
      System.clearProperty("aws.configFile");
    }
  }
}
