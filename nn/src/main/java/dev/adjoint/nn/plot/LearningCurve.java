package dev.adjoint.nn.plot;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Scores;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a training run: loss and each metric over the epochs, for training and validation. */
public final class LearningCurve {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;
  private static final double LARGEST = 1e9;

  private LearningCurve() {}

  /** Writes a PNG file with the curves side by side; no epochs make empty ones. */
  public static void write(History history, Path png) {
    var charts = new ArrayList<XYChart>();
    charts.add(chart(history, "loss", Scores::loss, LegendPosition.InsideNE, OptionalDouble.of(0)));
    history.epochs().stream().findFirst().stream().flatMap(epoch -> epoch.train().metrics().keySet().stream())
        .forEach(name -> charts
            .add(chart(history, name, scores -> scores.metric(name), LegendPosition.InsideSE, OptionalDouble.empty())));
    try {
      BitmapEncoder.saveBitmap(List.copyOf(charts), 1, charts.size(), png.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException("learning curve: cannot write " + png, e);
    }
  }

  private static XYChart chart(History history, String name, ToDoubleFunction<Scores> value, LegendPosition legend,
      OptionalDouble lowest) {
    var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle("epoch").yAxisTitle(name).build();
    chart.getStyler().setLegendPosition(legend).setChartBackgroundColor(Color.WHITE).setLocale(Locale.ROOT);
    chart.getStyler().setYAxisDecimalPattern("0.00");
    if (lowest.isPresent()) {
      chart.getStyler().setYAxisMin(lowest.getAsDouble());
    }
    addCurve(chart, "training", history, e -> value.applyAsDouble(e.train()));
    if (history.epochs().stream().allMatch(e -> e.validation().isPresent())) {
      addCurve(chart, "validation", history, e -> value.applyAsDouble(e.scores()));
    }
    return chart;
  }

  /** Epochs in which training had diverged are left out: the chart refuses infinity, and looks for ticks at 10¹⁸ for ever. */
  private static void addCurve(XYChart chart, String name, History history, ToDoubleFunction<Epoch> value) {
    var drawn = history.epochs().stream().filter(e -> Math.abs(value.applyAsDouble(e)) <= LARGEST).toList();
    if (!drawn.isEmpty()) {
      double[] x = drawn.stream().mapToDouble(Epoch::number).toArray();
      double[] y = drawn.stream().mapToDouble(value).toArray();
      chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
    }
  }
}
