package sample;

import com.sun.net.httpserver.HttpServer;
import dev.versioned.*;
import dev.versioned.cache.*;
import dev.versioned.deployment.*;
import dev.versioned.deployment.loader.*;
import dev.versioned.micrometer.*;
import dev.versioned.model.*;
import dev.versioned.rollout.*;
import dev.versioned.signing.*;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletContext;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** What the documentation's fragments take as given. */
public class Sample {
  protected static ArtifactRepository repo, repository, restored, staging, production;
  protected static Artifact artifact, checkout, prices, site;
  protected static AliasHandle alias, live;
  protected static Version version, v1, v2, v3, v8, v9, seven, eight;
  protected static LiveAlias liveAlias;
  protected static Content content;
  protected static InputStream in;
  protected static ArtifactCache cache;
  protected static Path directory, file, target;
  protected static String userId, token, text;
  protected static Basket basket, SAMPLE;
  protected static RolloutHandle rollout;
  protected static HealthGate gate, alarms, smokeTest, expensiveQuery;
  protected static LiveDeployment<Checkout> deployment;
  protected static VersionedMetrics metrics;
  protected static MeterRegistry registry;
  protected static RepositorySettings settings;
  protected static JarLoader<Checkout> loader;
  protected static LiveDeploymentBuilder<Checkout> builder;
  protected static CloudWatchClient cloudWatch;
  protected static VerifyingKey root, release, slsa;
  protected static HttpServer server;
  protected static ServletContext context;
  protected static Logger log;
  protected static Pager pager;

  public record Basket() {}

  public record Price() {}

  public interface Checkout {
    Price price(Basket basket);
  }

  public interface Pager {
    void send(String message);
  }

  public static final class Prices {
    public static boolean equal(Object one, Object other) {
      return one.equals(other);
    }

    public static Prices parse(Path file) {
      return new Prices();
    }
  }

  protected static double errorRate() {
    return 0;
  }

  protected static double errorRate(int version) {
    return version;
  }

  protected static long succeeded(int version) {
    return version;
  }

  protected static long failed(int version) {
    return version;
  }

  protected static void show(TransferProgress progress) {}

  protected static void run(Path jar) {}

  protected static void serve(Path directory) {}

  protected static LiveAlias watch(Consumer<WatchOptions> options) {
    return live.watch(options);
  }
}
