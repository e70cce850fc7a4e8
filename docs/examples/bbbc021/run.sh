#!/bin/sh
# Makes the numbers of docs/bbbc021.md from the public files: run.sh DATA OUT, with hcsgrid on the path.
# DATA holds ljosa_jbiomolscreen_2013_per_well_mean.csv.gz, BBBC021_v1_image.csv.gz and BBBC021_v1_moa.csv.
set -eu
data=$1
out=$2
here=$(dirname "$0")
mkdir -p "$out"

# What was done to each well: compound and dose, mechanism, acquisition batch.
hcsgrid tables join "$data/ljosa_jbiomolscreen_2013_per_well_mean.csv.gz" "$data/BBBC021_v1_image.csv.gz" "$out/plates.parquet" \
  --on Image_Metadata_Plate=Image_Metadata_Plate_DAPI,Image_Metadata_Well=Image_Metadata_Well_DAPI \
  --columns Image_Metadata_Compound,Image_Metadata_Concentration --prefix Image_
hcsgrid tables join "$out/plates.parquet" "$data/BBBC021_v1_moa.csv" "$out/moas.parquet" \
  --on Image_Metadata_Compound=compound,Image_Metadata_Concentration=concentration
hcsgrid tables join "$out/moas.parquet" "$here/batches.csv" "$out/wells.parquet" --on Image_Metadata_Plate=plate

# Baseline: z-score by each plate's DMSO.
hcsgrid tables normalize "$out/wells.parquet" "$out/baseline.parquet" --method standardize \
  --samples "Image_Metadata_Compound == 'DMSO'" --by Image_Metadata_Plate
hcsgrid evaluate nsc "$out/baseline.parquet" --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --json > "$out/baseline.nsc.json"
hcsgrid evaluate nscb "$out/baseline.parquet" --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --batch Metadata_batch --json > "$out/baseline.nscb.json"
hcsgrid evaluate nsc "$out/baseline.parquet" --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --consensus mean --json > "$out/baseline_mean.nsc.json"
hcsgrid evaluate nscb "$out/baseline.parquet" --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --batch Metadata_batch --consensus mean --json > "$out/baseline_mean.nscb.json"

# Chosen without mechanism labels, first rule.
hcsgrid tables select "$out/wells.parquet" "$out/cleaned.parquet" --operation blocklist --blocklist "$here/blocklist.csv"
hcsgrid tables transform "$out/cleaned.parquet" "$out/logarithms.parquet" --method log
hcsgrid tables normalize "$out/logarithms.parquet" "$out/centred.parquet" --method center \
  --samples "Image_Metadata_Compound == 'DMSO'" --by Image_Metadata_Plate
hcsgrid tables normalize "$out/centred.parquet" "$out/scaled.parquet" --method standardize --samples "Image_Metadata_Compound == 'DMSO'"
hcsgrid tables transform "$out/scaled.parquet" "$out/sphered.parquet" --method replicates --shrinkage 0.05 \
  --by Image_Metadata_Compound,Image_Metadata_Concentration,Metadata_batch
hcsgrid tables transform "$out/sphered.parquet" "$out/chosen.parquet" --method axes --components 10 \
  --by Image_Metadata_Compound,Image_Metadata_Concentration --samples "Image_Metadata_Compound != 'DMSO'"
hcsgrid evaluate nsc "$out/chosen.parquet" --features Axis_ --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --json > "$out/chosen.nsc.json"
hcsgrid evaluate nscb "$out/chosen.parquet" --features Axis_ --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --batch Metadata_batch --json > "$out/chosen.nscb.json"

# Chosen without mechanism labels, second rule: on simulated screens (simulated.py).
hcsgrid tables normalize "$out/cleaned.parquet" "$out/cleaned_centred.parquet" --method center \
  --samples "Image_Metadata_Compound == 'DMSO'" --by Image_Metadata_Plate
hcsgrid tables normalize "$out/cleaned_centred.parquet" "$out/cleaned_scaled.parquet" --method standardize \
  --samples "Image_Metadata_Compound == 'DMSO'"
hcsgrid tables transform "$out/cleaned_scaled.parquet" "$out/cleaned_sphered.parquet" --method replicates --shrinkage 0.2 \
  --by Image_Metadata_Compound,Image_Metadata_Concentration,Metadata_batch
hcsgrid tables transform "$out/cleaned_sphered.parquet" "$out/simulated.parquet" --method axes --components 20 \
  --by Image_Metadata_Compound,Image_Metadata_Concentration --samples "Image_Metadata_Compound != 'DMSO'"
hcsgrid evaluate nsc "$out/simulated.parquet" --features Axis_ --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --json > "$out/simulated.nsc.json"
hcsgrid evaluate nscb "$out/simulated.parquet" --features Axis_ --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --batch Metadata_batch --json > "$out/simulated.nscb.json"

# Both rules together: the candidate of the least sum of ranks.
hcsgrid tables transform "$out/scaled.parquet" "$out/both_sphered.parquet" --method replicates --shrinkage 0.2 \
  --by Image_Metadata_Compound,Image_Metadata_Concentration,Metadata_batch
hcsgrid tables transform "$out/both_sphered.parquet" "$out/both.parquet" --method axes --components 20 \
  --by Image_Metadata_Compound,Image_Metadata_Concentration --samples "Image_Metadata_Compound != 'DMSO'"
hcsgrid evaluate nsc "$out/both.parquet" --features Axis_ --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --json > "$out/both.nsc.json"
hcsgrid evaluate nscb "$out/both.parquet" --features Axis_ --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --batch Metadata_batch --json > "$out/both.nscb.json"

# For comparison only: all axes.
hcsgrid evaluate nsc "$out/sphered.parquet" --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --json > "$out/all_axes.nsc.json"
hcsgrid evaluate nscb "$out/sphered.parquet" --compound Image_Metadata_Compound --concentration Image_Metadata_Concentration --moa Metadata_moa --batch Metadata_batch --json > "$out/all_axes.nscb.json"
