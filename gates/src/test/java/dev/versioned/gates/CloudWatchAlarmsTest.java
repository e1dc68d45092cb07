package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStatus;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** The states of alarms, asked by the SDK's client in its protocol: RPC v2 with CBOR. */
class CloudWatchAlarmsTest {
  private static final CBORMapper CBOR = new CBORMapper();

  private final Server server = new Server();
  private final RolloutStatus status = Rollouts.canary();
  private final CloudWatchClient client =
      CloudWatchClient.builder()
          .endpointOverride(URI.create(server.url()))
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
          .httpClientBuilder(Apache5HttpClient.builder())
          .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private void states(Map<String, String> metric, Map<String, String> composite) {
    reply(200, Map.of("MetricAlarms", alarms(metric), "CompositeAlarms", alarms(composite)));
  }

  private static List<Map<String, String>> alarms(Map<String, String> states) {
    return states.entrySet().stream()
        .map(
            e ->
                Map.of(
                    "AlarmName", e.getKey(),
                    "StateValue", e.getValue(),
                    "StateReason", "Threshold Crossed: 1 datapoint [3.1] was over 1.0"))
        .toList();
  }

  private void reply(int code, Map<String, ?> body) {
    server.answer(
        exchange ->
            Server.send(
                exchange,
                code,
                Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
                CBOR.writeValueAsBytes(body)));
  }

  private Health check(String... names) {
    return CloudWatchAlarms.builder(client, names).build().check(status);
  }

  @Test
  void allAlarmsOkIsHealthy() {
    states(Map.of("errors", "OK"), Map.of("all", "OK"));
    assertThat(check("errors", "all")).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void oneCallAsksForMetricAndCompositeAlarms() throws IOException {
    states(Map.of("errors", "OK"), Map.of("all", "OK"));
    check("errors", "all");
    assertThat(server.asked()).hasSize(1);
    assertThat(server.last().path()).endsWith("/operation/DescribeAlarms");
    JsonNode request = CBOR.readTree(server.last().body());
    assertThat(request.path("AlarmNames")).map(JsonNode::asText).containsExactly("errors", "all");
    assertThat(request.path("AlarmTypes"))
        .map(JsonNode::asText)
        .containsExactly("MetricAlarm", "CompositeAlarm");
  }

  @Test
  void alarmIsUnhealthyWithNameAndReason() {
    states(Map.of("errors", "OK", "slow", "ALARM"), Map.of());
    assertThat(check("errors", "slow"))
        .isEqualTo(
            Health.unhealthy("alarm slow: Threshold Crossed: 1 datapoint [3.1] was over 1.0"));
  }

  @Test
  void compositeAlarmIsUnhealthy() {
    states(Map.of("errors", "OK"), Map.of("all", "ALARM"));
    assertThat(check("errors", "all")).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void alarmOutweighsInsufficientData() {
    states(Map.of("new", "INSUFFICIENT_DATA", "slow", "ALARM"), Map.of());
    assertThat(check("new", "slow")).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void insufficientDataIsWhatWasChosen() {
    states(Map.of("new", "INSUFFICIENT_DATA"), Map.of());
    CloudWatchAlarms.Builder gate = CloudWatchAlarms.builder(client, "new");
    assertThat(gate.build().check(status)).isInstanceOf(Health.NotEnoughData.class);
    assertThat(gate.whenInsufficientData(Verdict.HEALTHY).build().check(status))
        .isInstanceOf(Health.Healthy.class);
    assertThat(gate.whenInsufficientData(Verdict.UNHEALTHY).build().check(status))
        .isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void missingAlarmIsUnreadable() {
    states(Map.of("errors", "OK"), Map.of());
    assertThat(check("errors", "gone"))
        .isEqualTo(Health.notEnoughData("alarm gone does not exist"));
  }

  @Test
  void unknownStateIsUnreadable() {
    states(Map.of("errors", "ASLEEP"), Map.of());
    assertThat(check("errors")).isEqualTo(Health.notEnoughData("alarm errors has no known state"));
  }

  @Test
  void deniedCallIsWhatWasChosen() {
    reply(
        403,
        Map.of(
            "__type", "com.amazonaws.cloudwatch#AccessDeniedException",
            "message", "not authorized to perform: cloudwatch:DescribeAlarms"));
    CloudWatchAlarms.Builder gate = CloudWatchAlarms.builder(client, "errors");
    assertThat(gate.build().check(status))
        .asString()
        .startsWith("not enough data: CloudWatch cannot be asked")
        .contains("AccessDenied", "cloudwatch:DescribeAlarms");
    assertThat(gate.whenUnreadable(Verdict.UNHEALTHY).build().check(status))
        .isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void longReasonIsShortened() {
    reply(
        200,
        Map.of(
            "MetricAlarms",
            List.of(
                Map.of(
                    "AlarmName", "slow",
                    "StateValue", "ALARM",
                    "StateReason", "over\n1.0 ".repeat(200)))));
    assertThat(check("slow").toString()).hasSizeLessThan(200).doesNotContain("\n");
  }

  @Test
  void wrongNumberOfAlarmsIsRefused() {
    String[] eleven = IntStream.range(0, 11).mapToObj(i -> "alarm" + i).toArray(String[]::new);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CloudWatchAlarms.builder(client, eleven))
        .withMessageContaining("11 alarms");
    assertThatIllegalArgumentException().isThrownBy(() -> CloudWatchAlarms.builder(client));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CloudWatchAlarms.builder(client, "a", "a"));
  }

  @Test
  void unreadableIsNeverHealthy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CloudWatchAlarms.builder(client, "a").whenUnreadable(Verdict.HEALTHY));
  }
}
