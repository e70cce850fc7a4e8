// Thumbnails: of a mechanism by compound and dose, of the controls, or of a plate by well.
const pictured = wells.filter(well => well.thumbnail);

function galleryChoices() {
  const moas = [...new Set(pictured.filter(well => well.role === 'trt').map(well => well.moa ?? null))]
    .sort((a, b) => (a === null) - (b === null) || byName(a ?? '', b ?? ''));
  return [
    ...moas.map(moa => [keyOf('moa', moa), moa ?? 'treatments without a known MoA']),
    ...(pictured.some(isControl) ? [[keyOf('controls'), 'controls']] : []),
    ...plates.filter(plate => plate.wells.some(well => well.thumbnail))
      .map(plate => [keyOf('plate', plate.plate), `plate ${plate.plate}, all wells`]),
  ];
}

const thumbnail = (well, name) => Object.assign(
  html('button', { type: 'button', class: 'thumb pick',
    'aria-label': plates.length > 1 ? `plate ${well.plate.plate}, ${sentence(well)}` : sentence(well) },
    html('img', { src: well.thumbnail, alt: '' }), html('span', null, name)), { well });

// Rows are compounds, columns are doses from low to high; of each treatment at most this many wells.
const perTreatment = 3;
const compoundsAtFirst = 24;
let allCompounds = false;
const placeText = well => plates.length > 1 ? `${shortPlate(well.plate.plate, 9)} ${well.well}` : well.well;

function galleryOfTreatments(chosen) {
  const compounds = [...new Set(chosen.map(well => well.compound ?? ''))].sort(byName);
  const some = allCompounds ? compounds : compounds.slice(0, compoundsAtFirst);
  const rest = some.length < compounds.length && html('p', { class: 'rest' },
    restOf(some.length, compounds.length, () => { allCompounds = true; drawGallery(); }));
  return [some.map(compound => {
    const mine = chosen.filter(well => (well.compound ?? '') === compound);
    const doses = [...new Set(mine.map(well => well.dose ?? null))].sort((a, b) => (a ?? 0) - (b ?? 0));
    return html('div', { class: 'series' }, html('h3', null, compound || 'no compound named'),
      html('div', { class: 'doses' }, doses.map(dose => {
        const replicates = mine.filter(well => (well.dose ?? null) === dose);
        const name = doseText(dose, replicates[0].doseUnit) || 'no dose';
        return html('figure', null,
          html('div', null, replicates.slice(0, perTreatment).map(well => thumbnail(well, placeText(well)))),
          html('figcaption', null, replicates.length > perTreatment
            ? `${name}, ${perTreatment} of ${replicates.length} wells` : name));
      })));
  }), rest];
}

function galleryOfControls() {
  return ['negcon', 'poscon'].flatMap(role => plates.map(plate => {
    const mine = pictured.filter(well => well.role === role && well.plate === plate);
    return mine.length > 0 && html('div', { class: 'series' },
      html('h3', null, `${roles[role].plural}, plate ${plate.plate}`),
      html('div', { class: 'doses' }, mine.slice(0, 24).map(well => thumbnail(well, well.well))));
  }));
}

function galleryOfPlate(plate) {
  const rows = Array.from({ length: plate.rowCount }, (_, row) => html('tr', null,
    html('th', { scope: 'row' }, rowLetters(row)),
    Array.from({ length: plate.columnCount }, (_, column) => {
      const well = plate.grid.get(`${row},${column}`);
      return html('td', null, well?.thumbnail ? thumbnail(well, '') : null);
    })));
  return html('div', { class: 'plate-images' }, tableOf(`Images of plate ${plate.plate}`, [html('td'),
    Array.from({ length: plate.columnCount }, (_, column) => html('th', { scope: 'col' }, String(column + 1)))].flat(),
  rows));
}

function drawGallery() {
  if (!pictured.length) {
    $('images-controls').hidden = true;
    fill('images-box', none(absence('images', 'No images: the run kept none.')));
    return;
  }
  const [kind, what] = JSON.parse($('images-select').value);
  fill('images-box', kind === 'controls' ? galleryOfControls()
    : kind === 'plate' ? galleryOfPlate(plates.find(plate => plate.plate === what))
      : galleryOfTreatments(pictured.filter(well => well.role === 'trt' && (well.moa ?? null) === what)));
  markIn($('images-box'));
}
