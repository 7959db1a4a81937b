package dev.adjoint.debug;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.transform.CompiledFunction.Why;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What Java Flight Recorder sees of operations, reverse passes and programs. */
class FlightRecorderTest {
  private static final List<String> EVENTS = List.of("dev.adjoint.Operation", "dev.adjoint.Backward",
      "dev.adjoint.Program", "dev.adjoint.Trace", "dev.adjoint.ProgramStep");

  @TempDir
  private Path folder;

  private List<RecordedEvent> recorded(boolean enabled, Runnable work) throws IOException {
    var file = folder.resolve("run.jfr");
    try (var recording = new Recording()) {
      if (enabled) {
        EVENTS.forEach(recording::enable);
      }
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    Predicate<RecordedEvent> onThisThread = event -> event.getThread().getId() == Thread.currentThread().threadId();
    return RecordingFile.readAllEvents(file).stream().filter(event -> EVENTS.contains(event.getEventType().getName()))
        .filter(onThisThread).toList();
  }

  private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
    return events.stream().filter(event -> event.getEventType().getName().equals("dev.adjoint." + name)).toList();
  }

  @Test
  void operationsAndReversePasses() throws IOException {
    var x = Tensor.variable(new double[][]{{1, 2, 3}, {4, 5, 6}});
    var w = Tensor.ones(3, 2);
    var events = recorded(true, () -> x.matmul(w).tanh().backward(Tensor.ones(2, 2)));
    var operations = named("Operation", events);
    assertEquals(List.of("matmul", "tanh"),
        operations.stream().map(event -> event.getString("operation")).limit(2).toList());
    var matmul = operations.getFirst();
    assertEquals("[FLOAT64[2, 3], FLOAT64[3, 2]]", matmul.getString("inputs"));
    assertEquals("FLOAT64[2, 2]", matmul.getString("result"));
    assertEquals(32, matmul.getLong("bytes"));
    assertFalse(matmul.getDuration().isNegative());
    var backward = named("Backward", events).getFirst();
    assertEquals(3, backward.getInt("nodes"));
    assertEquals("FLOAT64[2, 2]", backward.getString("output"));
    assertEquals(48 + 32 + 32, backward.getLong("bytes"));
    assertTrue(operations.size() > 4, "the rules' operations too");
  }

  @Test
  void stepsOfAProgramAsItExplainsThem() throws IOException {
    var program = Program.trace(List.of(DType.FLOAT64.tensor(4, 4)), in -> {
      var x = in.getFirst();
      return List.of(x.matmul(x).tanh().square());
    });
    var events = recorded(true, () -> program.run(Tensor.ones(4, 4)));
    var steps = named("ProgramStep", events);
    assertEquals(2, steps.size());
    assertEquals(List.of(1, 2), steps.stream().map(step -> step.getInt("step")).toList());
    assertEquals(1, steps.stream().map(step -> step.getInt("program")).distinct().count());
    for (var step : steps) {
      assertTrue(program.explain().contains(step.getString("does")), step.getString("does"));
      assertEquals("[FLOAT64[4, 4]]", step.getString("results"));
      assertEquals(128, step.getLong("bytes"));
    }
    assertTrue(named("Operation", events).isEmpty());
  }

  @Test
  void programsAsTheyAreMade() throws IOException {
    var made = new ArrayList<Program>();
    var events = recorded(true, () -> {
      made.add(
          Program.trace(List.of(DType.FLOAT64.tensor(4, 4)), in -> List.of(in.get(0).matmul(in.get(0)).sin().exp())));
      made.getFirst().run(Tensor.ones(4, 4));
    });
    var event = named("Program", events).getFirst();
    var footprint = made.getFirst().footprint();
    assertEquals(List.of(3, 2, 128L), List.of(footprint.operations(), footprint.steps(), footprint.bytes()));
    assertEquals(3, event.getInt("operations"));
    assertEquals(2, event.getInt("steps"));
    assertEquals(128, event.getLong("bytes"));
    assertEquals("[FLOAT64[4, 4]]", event.getString("arguments"));
    assertEquals(footprint.tracing(), event.getDuration("tracing"));
    assertEquals(footprint.planning(), event.getDuration("planning"));
    assertEquals("programsAsTheyAreMade", event.getStackTrace().getFrames().stream()
        .map(frame -> frame.getMethod()).filter(method -> method.getType().getName().equals(getClass().getName()))
        .map(method -> method.getName()).reduce((inner, outer) -> outer).orElseThrow());
    assertEquals(named("ProgramStep", events).getFirst().getInt("program"), event.getInt("program"));
  }

  @Test
  void tracesAndWhy() throws IOException {
    double[] rate = {2};
    var f = Autodiff.compile((List<Object> in) -> ((Tensor) in.getFirst()).mul(rate[0]).mul(Tensor.of(Read.data).sum()),
        2);
    var three = Tensor.of(3.0);
    var events = named("Trace", recorded(true, () -> {
      f.apply(List.of(three));
      f.apply(List.of(three));
      f.apply(List.of(Tensor.of(1.0, 2)));
      f.apply(List.of(Tensor.of(1.0, 2), "a text"));
      rate[0] = 5;
      f.apply(List.of(Tensor.of(1.0, 2), "a text"));
      Read.data[0] = 7;
      f.apply(List.of(Tensor.of(1.0, 2), "a text"));
      f.apply(List.of(three)); // forgotten, as two are kept
    }));
    assertEquals(List.of("FIRST_CALL", "TYPES", "ARGUMENT", "CAPTURED", "READ", "TYPES"),
        events.stream().map(event -> event.getString("why")).toList());
    assertEquals("[FLOAT64[2], a text]", events.get(2).getString("argument"));
    assertEquals(Map.of(Why.FIRST_CALL, 1, Why.TYPES, 2, Why.ARGUMENT, 1, Why.CAPTURED, 1, Why.READ, 1), f.traces());
    assertThrows(IllegalArgumentException.class, () -> Autodiff.compile((Tensor x) -> x, 0));
  }

  private static final class Read {
    private static double[] data = {1};
  }

  @Test
  void aRecordingThatDoesNotAskSeesNothing() throws IOException {
    assertTrue(recorded(false, () -> {
      Tensor.variable(2).square().backward();
      Program.trace(List.of(DType.FLOAT64.tensor()), in -> List.of(in.get(0).square()));
    }).isEmpty());
  }

  @Test
  void valuesAreTheSameWhileRecorded() throws IOException {
    var x = Tensor.variable(0.5, -2.0);
    var expected = x.sin().exp().sum().backward().of(x).value();
    recorded(true, () -> assertEquals(expected, x.sin().exp().sum().backward().of(x).value()));
  }
}
