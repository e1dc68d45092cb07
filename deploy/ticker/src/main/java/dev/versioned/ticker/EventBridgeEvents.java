package dev.versioned.ticker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Sends each event to an event bus, in a request of its own, so that it is sent at once. */
final class EventBridgeEvents implements Events {
  /** The source of all events. */
  static final String SOURCE = "dev.versioned";

  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.ticker");

  private final EventBridgeClient client;
  private final String bus;

  EventBridgeEvents(EventBridgeClient client, String bus) {
    this.client = client;
    this.bus = bus;
  }

  @Override
  public boolean send(Event event) {
    String detail = JsonText.of(event.detail());
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(SOURCE)
            .detailType(event.type().toString())
            .detail(detail)
            .build();
    try {
      PutEventsResponse response = client.putEvents(request -> request.entries(entry));
      if (response.failedEntryCount() == 0) {
        return true;
      }
      response
          .entries()
          .forEach(
              failed ->
                  LOG.error(
                      "event bus {} refused an event ({}: {}): {} {}",
                      bus,
                      failed.errorCode(),
                      failed.errorMessage(),
                      event.type(),
                      detail));
    } catch (SdkException e) {
      LOG.error("cannot send an event to bus {}: {} {}", bus, event.type(), detail, e);
    }
    return false;
  }

  @Override
  public void close() {
    client.close();
  }
}
