package dev.adjoint.nn.train;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProgressTest {
  private static final Dataset DATA = new Dataset(Tensor.normal(DType.FLOAT64.tensor(10, 2), 1), Tensor.zeros(10, 1));

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private History fit(Function<PrintStream, Listener> progress, Plan plan) {
    var dense = new Dense(2, 1);
    dense.initialize(DType.FLOAT64, 1);
    try (var out = new PrintStream(written, true, UTF_8)) {
      return new Trainer(dense, new MeanSquaredError(), new Sgd(0.1)).fit(DATA, DATA,
          plan.listener(progress.apply(out)));
    }
  }

  @Test
  void linesAreOnePerEpoch() {
    var history = fit(Progress::lines, Plan.epochs(3).batchSize(4));
    var lines = written.toString(UTF_8).lines().toList();
    assertEquals(history.epochs().stream().map(Object::toString).toList(),
        lines.stream().map(line -> line.replaceAll("  \\(\\d+ batches/s, \\d+:\\d\\d left\\)$", "")).toList());
    assertTrue(lines.getLast().endsWith(" 0:00 left)"), lines::toString);
  }

  @Test
  void whatIsNoTerminalGetsLines() {
    fit(Progress::on, Plan.epochs(3).batchSize(4));
    assertFalse(written.toString(UTF_8).contains("\r"));
    assertEquals(3, written.toString(UTF_8).lines().count());
  }

  @Test
  void theBarEndsAtAHundredPercentWithTheLastScores() {
    var last = fit(Progress::bar, Plan.epochs(3).batchSize(4)).last();
    assertTrue(lastFrame().contains("100%") && lastFrame().contains("9/9"), this::lastFrame);
    assertTrue(lastFrame().contains(last.train().toString()), this::lastFrame);
    assertTrue(lastFrame().contains(last.validation().orElseThrow().toString()), this::lastFrame);
  }

  @Test
  void theBarEndsAtAHundredPercentWhenTrainingStopsEarly() {
    fit(Progress::bar, Plan.epochs(50).batchSize(4).stopWhen(epoch -> epoch.number() == 2));
    assertTrue(lastFrame().contains("100%") && lastFrame().contains("6/6"), this::lastFrame);
  }

  @Test
  void theBarIsRedrawnInOneLine() {
    fit(Progress::bar, Plan.epochs(3).batchSize(4));
    assertFalse(written.toString(UTF_8).strip().contains("\n"));
    frames().forEach(frame -> assertTrue(frame.stripTrailing().length() <= 140, frame));
  }

  @Test
  void aBarForNoEpochsIsDrawnToo() {
    fit(Progress::bar, Plan.epochs(0));
    assertFalse(frames().isEmpty());
  }

  private List<String> frames() {
    return Arrays.stream(written.toString(UTF_8).split("[\r\n]+")).filter(frame -> !frame.isBlank()).toList();
  }

  private String lastFrame() {
    return frames().getLast();
  }
}
