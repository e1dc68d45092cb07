package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.TableLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Records which IAM actions the requests need, by resource: the bucket, its objects, or the
 * partitions of the table by the first part of their keys.
 */
final class UsedPermissions implements ExecutionInterceptor {
  static final String BUCKET = "bucket";
  static final String OBJECTS = "objects";
  static final String WHOLE = "whole table, index";

  private static final String LIST_BUCKET = "ListBucket";

  /** Amazon S3 User Guide, <i>Required permissions for Amazon S3 API operations</i>. */
  private static final Map<String, String> OF_OBJECTS =
      Map.ofEntries(
          Map.entry("PutObject", "PutObject"),
          Map.entry("CreateMultipartUpload", "PutObject"),
          Map.entry("UploadPart", "PutObject"),
          Map.entry("CompleteMultipartUpload", "PutObject"),
          Map.entry("CopyObject", "PutObject"),
          Map.entry("UploadPartCopy", "PutObject"),
          Map.entry("GetObject", "GetObject"),
          Map.entry("HeadObject", "GetObject"),
          Map.entry("DeleteObject", "DeleteObject"),
          Map.entry("AbortMultipartUpload", "AbortMultipartUpload"),
          Map.entry("ListParts", "ListMultipartUploadParts"));

  private static final Map<String, String> OF_THE_BUCKET =
      Map.of("ListObjectsV2", LIST_BUCKET, "ListMultipartUploads", "ListBucketMultipartUploads");

  private final Map<String, Set<String>> used = new TreeMap<>();

  @Override
  public synchronized void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String operation =
        Objects.requireNonNull(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    if (OF_OBJECTS.containsKey(operation)) {
      add(OBJECTS, OF_OBJECTS.get(operation));
      if (operation.startsWith("Copy") || operation.endsWith("Copy")) {
        add(OBJECTS, "GetObject");
      }
      if (operation.startsWith("Get") || operation.startsWith("Head")) {
        add(BUCKET, LIST_BUCKET); // otherwise S3 does not report a missing object as such
      }
    } else if (OF_THE_BUCKET.containsKey(operation)) {
      add(BUCKET, OF_THE_BUCKET.get(operation));
    } else {
      addItems(operation, context.request());
    }
  }

  private void addItems(String operation, SdkRequest request) {
    if (request instanceof TransactWriteItemsRequest transaction) {
      transaction.transactItems().forEach(this::addItem);
    } else if (request instanceof ScanRequest || request instanceof DescribeTableRequest) {
      add(WHOLE, operation);
    } else if (request instanceof GetItemRequest read) {
      add(partition(read.key()), operation);
    } else if (request instanceof PutItemRequest put) {
      add(partition(put.item()), operation);
    } else if (request instanceof UpdateItemRequest update) {
      add(partition(update.key()), operation);
    } else if (request instanceof DeleteItemRequest delete) {
      add(partition(delete.key()), operation);
    } else if (request instanceof QueryRequest query) {
      add(query.indexName() == null ? partition(query) : WHOLE, operation);
    } else {
      throw new IllegalStateException("what does " + operation + " need?");
    }
  }

  private void addItem(TransactWriteItem item) {
    if (item.put() != null) {
      add(partition(item.put().item()), "PutItem");
    } else if (item.update() != null) {
      add(partition(item.update().key()), "UpdateItem");
    } else if (item.delete() != null) {
      add(partition(item.delete().key()), "DeleteItem");
    } else {
      add(partition(item.conditionCheck().key()), "ConditionCheckItem");
    }
  }

  private static String partition(QueryRequest query) {
    List<String> keys =
        query.expressionAttributeValues().values().stream()
            .map(AttributeValue::s)
            .filter(
                value ->
                    value != null
                        && value.matches(
                            "(VERSIONS|STATES|SIGNATURES|LABELS|ALIASES|LEDGER|FLEET)#.*"))
            .toList();
    return partition(keys.get(0));
  }

  private static String partition(Map<String, AttributeValue> keyOrItem) {
    return partition(Objects.requireNonNull(keyOrItem.get(TableLayout.PK)).s());
  }

  private static String partition(String pk) {
    return pk.indexOf('#') < 0 ? pk : pk.substring(0, pk.indexOf('#') + 1) + "*";
  }

  private void add(String on, String action) {
    used.computeIfAbsent(on, key -> new TreeSet<>()).add(action);
  }

  /** Clears the record, runs the action, and returns the permissions used during it. */
  Map<String, Set<String>> during(Runnable action) {
    synchronized (this) {
      used.clear();
    }
    action.run();
    synchronized (this) {
      return new TreeMap<>(used);
    }
  }
}
