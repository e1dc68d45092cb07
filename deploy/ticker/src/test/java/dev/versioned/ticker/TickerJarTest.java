package dev.versioned.ticker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jar that is uploaded. */
class TickerJarTest {
  private static final Path JAR = Path.of(System.getProperty("versioned.jar"));

  /** Lambda takes 50 MB; a larger jar starts slower. */
  private static final long LARGEST = 21_000_000;

  @Test
  void jarIsSmallAndHasWhatItNeeds() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(LARGEST);
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains(
              "dev/versioned/ticker/TickerHandler.class",
              "com/amazonaws/services/lambda/runtime/RequestHandler.class",
              "META-INF/services/software.amazon.awssdk.http.SdkHttpService",
              "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
              "simplelogger.properties")
          .noneMatch(name -> name.startsWith("io/netty/") || name.startsWith("org/junit/"));
    }
  }

  @Test
  @Tag("full")
  void jarAloneTicksByItsEnvironment() throws Exception {
    try (LocalRepository local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
        EventBus bus = new EventBus()) {
      Artifact checkout = local.repository().artifact("checkout");
      checkout.publish(Content.of("one"));
      checkout.publish(Content.of("two"));
      VersionNumber second = VersionNumber.of(2);
      checkout.alias("LIVE").pointTo(VersionNumber.of(1));
      checkout
          .alias("LIVE")
          .rollout()
          .start(RolloutPlan.of(second, RolloutStrategy.allAtOnce()).withoutGate());
      ProcessBuilder command =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              JAR + System.getProperty("path.separator") + "target/test-classes",
              "dev.versioned.ticker.ColdStart",
              "tick");
      command
          .environment()
          .putAll(
              Map.of(
                  "AWS_ACCESS_KEY_ID", local.aws().accessKey(),
                  "AWS_SECRET_ACCESS_KEY", local.aws().secretKey(),
                  "AWS_REGION", local.aws().region(),
                  "AWS_ENDPOINT_URL_S3", local.aws().s3Endpoint().toString(),
                  "AWS_ENDPOINT_URL_DYNAMODB", local.aws().dynamoDbEndpoint().toString(),
                  "AWS_ENDPOINT_URL_EVENTBRIDGE", bus.url(),
                  "VERSIONED_BUCKET", local.bucket(),
                  "VERSIONED_TABLE", local.table(),
                  "VERSIONED_EVENT_BUS", EventBus.NAME));
      command.redirectErrorStream(true);
      Process process = command.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(out).isZero();
      assertThat(out).contains("STEPPED=1").contains("eventsLost=0");
      assertThat(bus.types()).containsExactly("Rollout Step");
      assertThat(checkout.alias("LIVE").read().routing().weightOf(second).basisPoints())
          .isEqualTo(10_000);
      assertThat(checkout.alias("LIVE").read().routing()).isNotEqualTo(Routing.to(second));
    }
  }
}
