package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sources that may determine where content and credentials go. */
class PlacesOfSettingsTest {
  @TempDir Path here;
  @TempDir Path home;
  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket stranger;

  @BeforeEach
  void listen() throws IOException {
    stranger = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"));
    Thread thread = new Thread(this::accept, "stranger");
    thread.setDaemon(true);
    thread.start();
    Files.writeString(here.resolve("secret.txt"), "secret");
  }

  private void accept() {
    while (!stranger.isClosed()) {
      try {
        Socket client = stranger.accept();
        connections.incrementAndGet();
        client.close();
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    stranger.close();
  }

  private Run bare() {
    return new Run(here)
        .with("VERSIONED_BUCKET", "b")
        .with("VERSIONED_TABLE", "table")
        .with("HOME", home.toString());
  }

  private String url(String host) {
    return "http://" + host + ":" + stranger.getLocalPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {".versioned.yaml", ".versioned.yml", ".versioned.json"})
  void fileInTheCurrentFolderSendsNothingToAStranger(String name) throws IOException {
    String text = "{\"endpoint-url\": \"" + url("127.0.0.1") + "\"}";
    Files.writeString(here.resolve(name), text);
    Run.Result result = bare().of("publish", "app", "secret.txt");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains(name + ":1", "'endpoint-url'", "--config " + name, "VERSIONED_ENDPOINT_URL");
    assertThat(connections).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint-url",
        "region",
        "profile",
        "expected-bucket-owner",
        "sign-key",
        "trust",
        "trust-root",
        "trust-serial"
      })
  void placesAndIdentitiesAreNotTakenFromTheCurrentFolder(String name) throws IOException {
    Files.writeString(here.resolve(".versioned.yaml"), "actor: me\n" + name + ": x\n");
    Run.Result result = bare().of("artifacts");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(".versioned.yaml:2", "'" + name + "'");
  }

  private Settings settings(Path directory, Map<String, String> environment) {
    Terminal terminal =
        new Terminal(System.in, System.out, System.err, environment, directory, false);
    return Settings.of(new GlobalOptions(), terminal);
  }

  @Test
  void everySettingIsTakenFromTheHomeFolderAndFromANamedFile() throws IOException {
    Files.writeString(
        home.resolve(".versioned.yaml"), "region: own\nbucket: own\nendpoint-url: https://own\n");
    Files.writeString(here.resolve(".versioned.yaml"), "bucket: here\n");
    Map<String, String> env = Map.of("HOME", home.toString());
    Settings both = settings(here, env);
    assertThat(both.find("bucket")).contains("here");
    assertThat(both.find("region")).contains("own");
    assertThat(both.find("endpoint-url")).contains("https://own");
    assertThat(settings(home, env).find("region")).contains("own");

    Files.writeString(here.resolve("named.yaml"), "region: named\n");
    Settings named =
        settings(here, Map.of("HOME", home.toString(), "VERSIONED_CONFIG", "named.yaml"));
    assertThat(named.find("region")).contains("named");
    assertThat(named.find("bucket")).isEmpty();
  }

  @Test
  void regionIsThatOfTheAwsCommandToo() {
    assertThat(settings(here, Map.of("AWS_DEFAULT_REGION", "eu-west-1")).find("region"))
        .contains("eu-west-1");
    assertThat(
            settings(here, Map.of("AWS_DEFAULT_REGION", "a", "VERSIONED_REGION", "b"))
                .find("region"))
        .contains("b");
    // The SDK reads this setting itself.
    assertThat(settings(here, Map.of("AWS_DEFAULT_REGION", "a", "AWS_REGION", "b")).find("region"))
        .isEmpty();
  }

  @Test
  void plainHttpBeyondThisMachineNeedsAFlagWhereverItIsSet() throws IOException {
    String url = url("0.0.0.0");
    Files.writeString(here.resolve("named.yaml"), "endpoint-url: " + url + "\n");
    for (Run.Result result :
        new Run.Result[] {
          bare().of("publish", "app", "secret.txt", "--endpoint-url", url),
          bare().with("VERSIONED_ENDPOINT_URL", url).of("publish", "app", "secret.txt"),
          bare().of("publish", "app", "secret.txt", "--config", "named.yaml"),
          bare().of("init", "--endpoint-url", url),
          bare().of("doctor", "--endpoint-url", url),
          bare().with("VERSIONED_ALLOW_PLAIN_HTTP", "false").of("artifacts", "--endpoint-url", url)
        }) {
      assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
      assertThat(result.err()).contains("http://0.0.0.0", "use https", "--allow-plain-http");
    }
    System.setProperty("aws.endpointUrl", url);
    try {
      assertThat(bare().of("publish", "app", "secret.txt").err()).contains("--allow-plain-http");
    } finally {
      System.clearProperty("aws.endpointUrl");
    }
    assertThat(connections).hasValue(0);
  }

  @Test
  void plainHttpIsUsedWithTheFlag() {
    String url = url("0.0.0.0");
    assertThat(bare().of("artifacts", "--allow-plain-http", "--endpoint-url", url).code())
        .isEqualTo(1);
    assertThat(connections).hasPositiveValue();
    int before = connections.get();
    assertThat(
            bare()
                .with("VERSIONED_ALLOW_PLAIN_HTTP", "true")
                .of("artifacts", "--endpoint-url", url)
                .code())
        .isEqualTo(1);
    assertThat(connections).hasValueGreaterThan(before);
    assertThat(bare().with("VERSIONED_ALLOW_PLAIN_HTTP", "yes").of("artifacts").err())
        .contains("write true or false");
  }
}
