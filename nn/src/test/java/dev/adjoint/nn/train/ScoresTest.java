package dev.adjoint.nn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.Tensor;
import dev.adjoint.nn.metric.BinaryAccuracy;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ScoresTest {

  @Test
  void printLossAndMetricsInTheirOrder() {
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("zeal", 0.98754);
    metrics.put("accuracy", 0.5);
    assertEquals("loss 0.0412  zeal 0.9875  accuracy 0.5000", new Scores(0.04123, metrics).toString());
  }

  @Test
  void aMetricThatWasNotMeasuredIsAnErrorThatNamesThoseThatWere() {
    var scores = new Scores(1, Map.of("accuracy", 0.5));
    assertEquals(0.5, scores.metric("accuracy"));
    var e = assertThrows(IllegalArgumentException.class, () -> scores.metric("recall"));
    assertTrue(e.getMessage().contains("'recall'") && e.getMessage().contains("[accuracy]"), e.getMessage());
  }

  @Test
  void batchesCountByTheirNumberOfExamples() {
    var sum = new Scores.Sum(List.of(new BinaryAccuracy(0.5)));
    sum.add(1, Tensor.of(1.0, 1.0, 1.0), Tensor.of(1.0, 1.0, 1.0));
    sum.add(5, Tensor.of(new double[]{1}), Tensor.of(new double[]{0}));
    assertEquals(2, sum.average().loss());
    assertEquals(0.75, sum.average().metric("accuracy"));
  }

  @Test
  void anEpochIsJudgedByValidationWhereThereIsOne() {
    var train = new Scores(1, Map.of());
    var validation = new Scores(2, Map.of());
    assertEquals(train, new Epoch(1, 0.1, train, Optional.empty()).scores());
    assertEquals(validation, new Epoch(1, 0.1, train, Optional.of(validation)).scores());
  }

  @Test
  void anEpochPrintsItsNumberAndBothScores() {
    var train = new Scores(1, Map.of());
    var validation = new Scores(2, Map.of());
    assertEquals("epoch 3: loss 1.0000", new Epoch(3, 0.1, train, Optional.empty()).toString());
    assertEquals("epoch 3: loss 1.0000 | validation loss 2.0000",
        new Epoch(3, 0.1, train, Optional.of(validation)).toString());
  }
}
