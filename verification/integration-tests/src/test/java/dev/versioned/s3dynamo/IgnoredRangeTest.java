package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** An S3 that does not support {@code Range}: it sends the whole object, with 200. */
@Tag("again")
class IgnoredRangeTest {
  private static final class WithoutRange implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().copy(request -> request.removeHeader("Range"));
    }
  }

  @Test
  void downloadNamesTheStoreThatIgnoresRanges(@TempDir Path directory) {
    try (LocalRepository local = LocalRepository.create(SharedLocalAws.select());
        Intercepted open = Intercepted.open(local, settings -> settings, new WithoutRange())) {
      Artifact artifact = open.artifact();
      Version version = artifact.publish(Content.of(new byte[20 << 20])).version();
      Path file = directory.resolve("file");
      assertThatThrownBy(() -> artifact.download(version, file))
          .isInstanceOfSatisfying(
              BackendException.class, e -> assertThat(e.isRetryable()).isFalse())
          .hasMessageContaining("the request was for bytes")
          .hasMessageContaining("the response has no range");
      assertThat(file).doesNotExist();
    }
  }
}
