require('./main.js').start(require('./city.js'));
