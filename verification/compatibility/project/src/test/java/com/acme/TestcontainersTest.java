package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.versioned.testkit.LocalAws;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every call that the testkit makes of Testcontainers exists in the release of this build. */
class TestcontainersTest {
  private static final List<String> CALLERS = List.of("LocalStackServer", "DockerProbe");

  /** A method, as a class file names it. */
  record Call(String owner, String name, String descriptor) {
    boolean exists() throws ClassNotFoundException {
      Class<?> type = Class.forName(owner.replace('/', '.'));
      if (name.equals("<init>")) {
        return matches(Arrays.stream(type.getDeclaredConstructors()), void.class);
      }
      Class<?> result = MethodType.fromMethodDescriptorString(descriptor, loader()).returnType();
      Stream<Executable> methods =
          Arrays.stream(type.getMethods())
              .filter(method -> method.getName().equals(name) && method.getReturnType() == result)
              .map(method -> method);
      return matches(methods, result);
    }

    private static ClassLoader loader() {
      return TestcontainersTest.class.getClassLoader();
    }

    private boolean matches(Stream<? extends Executable> found, Class<?> result) {
      MethodType wanted = MethodType.fromMethodDescriptorString(descriptor, loader());
      return found.anyMatch(
          one -> MethodType.methodType(result, one.getParameterTypes()).equals(wanted));
    }
  }

  @Test
  void everyCallExists() throws Exception {
    List<Call> calls = new ArrayList<>();
    for (String caller : CALLERS) {
      calls.addAll(calls(caller));
    }
    List<Call> missing = new ArrayList<>();
    for (Call call : calls) {
      if (!call.exists()) {
        missing.add(call);
      }
    }
    assertTrue(calls.size() > 10, calls.toString());
    assertEquals(List.of(), missing);
  }

  private static List<Call> calls(String caller) throws IOException {
    try (InputStream in = LocalAws.class.getResourceAsStream(caller + ".class")) {
      return calls(new DataInputStream(in));
    }
  }

  /** Reads the methods in the constant pool of a class file: chapter 4.4 of the JVM's specification. */
  private static List<Call> calls(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int size = in.readUnsignedShort();
    String[] texts = new String[size];
    int[] first = new int[size];
    int[] second = new int[size];
    List<Integer> methods = new ArrayList<>();
    for (int i = 1; i < size; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
        case 15 -> in.skipNBytes(3);
        case 3, 4 -> in.skipNBytes(4);
        default -> {
          first[i] = in.readUnsignedShort();
          second[i] = in.readUnsignedShort();
          if (tag == 10 || tag == 11) {
            methods.add(i);
          }
        }
      }
    }
    List<Call> calls = new ArrayList<>();
    for (int i : methods) {
      String owner = texts[first[first[i]]];
      if (owner.startsWith("org/testcontainers/") || owner.startsWith("com/github/dockerjava/")) {
        calls.add(new Call(owner, texts[first[second[i]]], texts[second[second[i]]]));
      }
    }
    return calls;
  }
}
